import { z } from 'zod';
import type { Sku } from '../catalogue/catalogue.ts';
import { matcherOf } from '../catalogue/pattern.ts';
import rulesJson from '../data/combination-rules.json' with { type: 'json' };

const names = z.array(z.string().min(1).max(300)).max(1000);
const schema = z.object({
  note: z.string().max(4000),
  businessSkuNames: names,
  frontlineSkuNames: names,
  requirements: z.array(z.object({ skus: names, anyPlan: names, anySku: names })).max(200),
  exclusive: z.array(z.object({ plans: names, with: names })).max(200),
  withoutRight: z.array(z.object({ skus: names, plans: names })).max(200),
});

/** What else a user must hold for an add-on: a SKU that one of these speaks of. */
export interface Requirement {
  readonly id: number;
  isSatisfiedBy(sku: Sku, plans: ReadonlySet<string>): boolean;
}

/** Which SKUs may stand together; see the notes of the data file. */
export interface CombinationRules {
  isBusiness(sku: Sku): boolean;
  /** Sold for frontline workers alone, who use no desktop apps. */
  isFrontline(sku: Sku): boolean;
  requirementOf(sku: Sku): Requirement | undefined;
  /** Whether one user cannot hold both. */
  exclude(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean;
  /** Plans that the table lists and whose use the SKU does not carry the right to. */
  withoutRight(sku: Sku): (plan: string) => boolean;
}

const meets = (plans: ReadonlySet<string>, listed: readonly string[]): boolean =>
  listed.some((plan) => plans.has(plan));

export const createCombinationRules = (): CombinationRules => {
  const data = schema.parse(rulesJson);
  const isBusinessName = matcherOf(data.businessSkuNames);
  const isFrontlineName = matcherOf(data.frontlineSkuNames);
  const requirements = data.requirements.map(({ skus, anyPlan, anySku }, id) => {
    const isListed = matcherOf(anySku);
    return {
      appliesTo: matcherOf(skus),
      requirement: {
        id,
        isSatisfiedBy: (sku: Sku, plans: ReadonlySet<string>) =>
          meets(plans, anyPlan) || (anySku.length > 0 && isListed(sku.partNumber)),
      },
    };
  });
  const withoutRight = data.withoutRight.map(({ skus, plans }) => ({
    appliesTo: matcherOf(skus),
    plans: new Set(plans),
  }));
  return {
    isBusiness: ({ name }) => isBusinessName(name),
    isFrontline: ({ name }) => isFrontlineName(name),
    requirementOf: ({ partNumber }) =>
      requirements.find(({ appliesTo }) => appliesTo(partNumber))?.requirement,
    exclude: (first, second) =>
      data.exclusive.some(
        (pair) =>
          (meets(first, pair.plans) && meets(second, pair.with)) ||
          (meets(second, pair.plans) && meets(first, pair.with)),
      ),
    withoutRight: ({ partNumber }) => {
      const listed = withoutRight.filter(({ appliesTo }) => appliesTo(partNumber));
      return (plan) => listed.some(({ plans }) => plans.has(plan));
    },
  };
};
