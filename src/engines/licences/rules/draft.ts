import type {
  Automation,
  Confidence,
  Evidence,
  Finding,
  RuleId,
  SavingKind,
} from '../../../shared/licences/audit-result.ts';
import { automations } from '../../../shared/licences/audit-result.ts';
import { Exact } from '../../../shared/money.ts';
import type { Price } from '../prices.ts';
import type { User } from '../tenant/tenant.ts';

/** A month's saving; `amount` null where it cannot be priced. */
export interface Saving {
  readonly amount: Exact | null;
  readonly currency: string | null;
}

/** A finding before seats are counted once. */
export interface Draft {
  readonly rule: RuleId;
  readonly subject: Finding['subject'];
  readonly skuPartNumber: string;
  readonly quantity: number;
  readonly saving: Saving;
  readonly savingKind: SavingKind;
  readonly confidence: Confidence;
  readonly automation: Automation;
  readonly evidence: readonly Evidence[];
  readonly action: Finding['action'];
  /** SKU ids of the user's seats whose money it counts. */
  readonly seats: readonly string[];
}

export const userSubject = (user: User): Finding['subject'] => ({
  kind: 'user',
  id: user.id,
  label: user.label,
});

/** A rule that never saves: its saving is 0 whatever the price. */
export const nothingSaved = (price: Price | undefined): Saving => ({
  amount: new Exact(0),
  currency: price?.currency ?? null,
});

export const priceSaved = (price: Price | undefined, quantity = 1): Saving => ({
  amount: price === undefined ? null : price.amount.times(quantity),
  currency: price?.currency ?? null,
});

/** What stepping down saves; unpriced where a price is missing or the currencies differ. */
export const differenceSaved = (from: Price | undefined, to: Price | undefined): Saving => {
  if (from === undefined || to === undefined || from.currency !== to.currency) {
    return { amount: null, currency: from?.currency ?? null };
  }
  return { amount: from.amount.minus(to.amount), currency: from.currency };
};

/** Whether a saving is worth a finding: above zero, or unpriced. */
export const isWorthwhile = ({ amount }: Saving): boolean => amount === null || amount.gt(0);

export const priceEvidence = (price: Price | undefined, of?: string): readonly Evidence[] => {
  if (price === undefined) return [];
  const seen = { source: price.source, field: 'monthlyPrice', value: price.amount.toFixed() };
  return [of === undefined ? seen : { ...seen, note: of }];
};

/** The more careful of two: an action never raises a rule's own `review` to `approve`. */
export const moreCareful = (a: Automation, b: Automation): Automation =>
  automations.indexOf(a) < automations.indexOf(b) ? a : b;
