import { Exact } from '../../../shared/money.ts';

/** Rows of FOCUS exports that agree in all of this, with their sums (exact decimals as text). */
export interface FocusCharges {
  readonly provider: string | null;
  readonly currency: string | null;
  readonly chargeCategory: string | null;
  readonly pricingCategory: string | null;
  readonly serviceCategory: string | null;
  readonly commitmentId: string | null;
  readonly commitmentName: string | null;
  readonly commitmentStatus: string | null;
  /** Whether the rows have an EffectiveCost, a ListCost and a ContractedCost other than zero. */
  readonly hasEffectiveCost: boolean;
  readonly hasListCost: boolean;
  readonly hasContractedCost: boolean;
  /** Of purchases of more than a day alone: the time that is paid for. ISO 8601. */
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost: string;
  readonly contractedCost: string;
  /** Σ CommitmentDiscountQuantity. */
  readonly commitmentQuantity: string;
}

/** From the first to the last moment of the used and unused rows of a commitment. ISO 8601. */
export interface CommitmentWindow {
  readonly commitmentId: string;
  readonly start: string;
  readonly end: string;
}

/** What a row is to commitments. */
export type ChargeRole = 'covered' | 'unused' | 'on-demand' | 'spot' | 'purchase' | 'other';

/** Machines and what runs on them: what commitments are sold for. */
const eligibleServiceCategory = 'Compute';

const isText = (value: string | null, wanted: string): boolean => value?.toLowerCase() === wanted;

export const roleOf = (charges: FocusCharges): ChargeRole => {
  const { chargeCategory, pricingCategory, commitmentId, commitmentStatus } = charges;
  if (isText(chargeCategory, 'purchase')) return commitmentId === null ? 'other' : 'purchase';
  if (!isText(chargeCategory, 'usage')) return 'other';
  if (commitmentId !== null) return isText(commitmentStatus, 'unused') ? 'unused' : 'covered';
  if (charges.serviceCategory !== eligibleServiceCategory) return 'other';
  return isText(pricingCategory, 'dynamic') ? 'spot' : 'on-demand';
};

export type CostName = 'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost' | 'commitmentQuantity';

export const sumOf = (charges: readonly FocusCharges[], cost: CostName): Exact =>
  charges.reduce((total, each) => total.plus(each[cost]), new Exact(0));

/**
 * What usage would have cost at contracted prices. Covered rows of some exports have a list price but no contracted
 * one (FOCUS sample, AWS 1.0); the list price stands in then.
 */
export const contractedEquivalent = (charges: readonly FocusCharges[]): Exact =>
  charges.reduce(
    (total, each) => total.plus(each.hasContractedCost ? each.contractedCost : each.listCost),
    new Exact(0),
  );

/**
 * What was paid for usage. On-demand rows of some exports are billed and have no EffectiveCost (FOCUS sample), though
 * nothing was paid for them before; the billed cost stands in then.
 */
export const paidFor = (charges: readonly FocusCharges[]): Exact =>
  charges.reduce(
    (total, each) => total.plus(isBilledOnly(each) ? each.billedCost : each.effectiveCost),
    new Exact(0),
  );

/** On-demand usage that was billed, but has no EffectiveCost. */
export const isBilledOnly = (charges: FocusCharges): boolean => {
  const role = roleOf(charges);
  return (
    (role === 'on-demand' || role === 'spot') &&
    !charges.hasEffectiveCost &&
    !new Exact(charges.billedCost).isZero()
  );
};

/** Covered usage with a price and no EffectiveCost: what was paid for it is not spread over the rows. */
export const hasUnknownCost = (charges: FocusCharges): boolean =>
  roleOf(charges) === 'covered' &&
  !charges.hasEffectiveCost &&
  (charges.hasListCost || charges.hasContractedCost);

/** Covered usage that cost something and has no price at all: Azure's reservation usage has ListCost 0. */
export const hasUnknownPrice = (charges: FocusCharges): boolean =>
  charges.hasEffectiveCost && !charges.hasListCost && !charges.hasContractedCost;

/**
 * What nobody used of one commitment. FOCUS has rows of their own for it. AWS's own report has none: there the effective
 * cost of the fee is what was not used (`aws-cur.ts`), and by FOCUS the effective cost of a purchase is 0. Where a
 * purchase's effective cost is all that was billed beside used rows that are paid for, the export does not spread it,
 * and it must not be counted twice.
 */
const idleOfOne = (charges: readonly FocusCharges[]): readonly FocusCharges[] => {
  const ofRole = (role: ChargeRole): readonly FocusCharges[] =>
    charges.filter((each) => roleOf(each) === role);
  const [covered, unused, purchases] = [ofRole('covered'), ofRole('unused'), ofRole('purchase')];
  if (unused.length > 0) return unused;
  const isSpread = !sumOf(purchases, 'effectiveCost').equals(sumOf(purchases, 'billedCost'));
  return isSpread || sumOf(covered, 'effectiveCost').isZero() ? purchases : [];
};

/** Charges whose effective cost is that of unused commitment. */
export const idleOf = (charges: readonly FocusCharges[]): readonly FocusCharges[] =>
  Array.from(
    Map.groupBy(
      charges.filter(({ commitmentId }) => commitmentId !== null),
      ({ commitmentId, currency }) => JSON.stringify([commitmentId, currency]),
    ).values(),
    idleOfOne,
  ).flat();
