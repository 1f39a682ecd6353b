import type { ActivityState } from '../activity/activity.ts';
import type { Price } from '../prices.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import type { SkuFacts } from '../rules/sku-facts.ts';
import type { User } from '../tenant/tenant.ts';

/** What the rules take a SKU for. */
export type Standing = 'paid' | 'trial' | 'free' | 'company' | 'excluded';

/** A SKU of a tenant with its seats and who holds them. */
export interface SkuDescription {
  readonly skuId: string;
  readonly partNumber: string;
  readonly name: string;
  readonly standing: Standing;
  readonly capabilityStatus: string | null;
  /** Seats that are usable, in grace, suspended; and seats in use, as Microsoft counts them. */
  readonly bought: number;
  readonly warning: number;
  readonly suspended: number;
  readonly assigned: number;
  /** Holders by activity. */
  readonly holders: Readonly<Record<ActivityState, number>>;
  readonly price: Price | undefined;
}

export interface SkuCounter {
  observe(user: User, state: ActivityState): void;
  /** SKUs of the tenant, those that only a user or a subscription names among them, by part number. */
  finish(): readonly SkuDescription[];
}

const standingOf = ({ seats, isPassedOver, isExcluded, isTrial }: SkuFacts): Standing => {
  if (isPassedOver) return seats?.isCompany ? 'company' : 'free';
  if (isTrial) return 'trial';
  return isExcluded ? 'excluded' : 'paid';
};

type Holders = Record<ActivityState, number>;
const nobody = (): Holders => ({ active: 0, stale: 0, inactive: 0, never: 0, unknown: 0 });

const describe = (facts: SkuFacts, holders: Holders): SkuDescription => {
  const { sku, seats, price } = facts;
  const held = Object.values(holders).reduce((sum, users) => sum + users, 0);
  return {
    skuId: sku.id,
    partNumber: sku.partNumber,
    name: sku.name,
    standing: standingOf(facts),
    capabilityStatus: seats?.capabilityStatus ?? null,
    bought: seats?.enabled ?? 0,
    warning: seats?.warning ?? 0,
    suspended: seats?.suspended ?? 0,
    assigned: seats?.consumed ?? held,
    holders,
    price,
  };
};

const byPartNumber = (a: SkuDescription, b: SkuDescription): number =>
  a.partNumber === b.partNumber ? (a.skuId < b.skuId ? -1 : 1) : a.partNumber < b.partNumber ? -1 : 1;

/** Counts who holds each SKU of a tenant. */
export const createSkuCounter = ({ skus, tenant }: RuleContext): SkuCounter => {
  const holders = new Map<string, Holders>();
  const of = (skuId: string): Holders => {
    const known = holders.get(skuId) ?? nobody();
    holders.set(skuId, known);
    return known;
  };
  for (const { sku } of skus.tenant) of(sku.id);
  for (const { skuId } of tenant.subscriptions ?? []) of(skuId.toLowerCase());
  return {
    observe: ({ seats }, state) => {
      for (const { skuId, isHeld } of seats) if (isHeld) of(skuId)[state] += 1;
    },
    finish: () => [...holders].map(([skuId, counts]) => describe(skus.of(skuId), counts)).sort(byPartNumber),
  };
};
