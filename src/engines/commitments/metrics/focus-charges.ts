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
  /** Whether the rows have a BilledCost, an EffectiveCost, a ListCost and a ContractedCost other than zero. */
  readonly hasBilledCost: boolean;
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

/** Usage that somebody paid for on demand; what is free has a list price, too, and commitments have no part in that. */
const isPaid = ({ hasEffectiveCost, hasBilledCost }: FocusCharges): boolean =>
  hasEffectiveCost || hasBilledCost;

const isCovered = (charges: FocusCharges): boolean => roleOf(charges) === 'covered';

/** Unused commitment is no usage, even in an export that does not say of which commitment it is. */
const isUsed = ({ commitmentStatus }: FocusCharges): boolean => !isText(commitmentStatus, 'unused');

/** On-demand usage that was billed, but has no EffectiveCost. */
export const isBilledOnly = (charges: FocusCharges): boolean => {
  const role = roleOf(charges);
  return (role === 'on-demand' || role === 'spot') && !charges.hasEffectiveCost && charges.hasBilledCost;
};

/**
 * What was paid. On-demand rows of some exports are billed and have no EffectiveCost (FOCUS sample), though nothing was
 * paid for them before; the billed cost stands in then.
 */
const paidOf = (charges: FocusCharges): string =>
  isBilledOnly(charges) ? charges.billedCost : charges.effectiveCost;

/** Usage on demand that was paid for and has no list price. */
export const hasNoListCost = (charges: FocusCharges): boolean => {
  const role = roleOf(charges);
  const isOnDemand = role === 'on-demand' || role === 'spot';
  return isOnDemand && isUsed(charges) && isPaid(charges) && !charges.hasListCost;
};

/** Usage with a list price that stands in for the contracted one. */
export const isListPriced = (charges: FocusCharges): boolean =>
  charges.hasListCost &&
  !charges.hasContractedCost &&
  isUsed(charges) &&
  (isCovered(charges) || (roleOf(charges) === 'on-demand' && isPaid(charges)));

const contractedOf = (charges: FocusCharges): string => {
  if (!isUsed(charges)) return '0';
  if (charges.hasContractedCost) return charges.contractedCost;
  if (isListPriced(charges) || isCovered(charges)) return charges.listCost;
  return paidOf(charges);
};

const listOf = (charges: FocusCharges): string => {
  if (!isUsed(charges)) return '0';
  if (!hasNoListCost(charges)) return charges.listCost;
  return charges.hasContractedCost ? charges.contractedCost : paidOf(charges);
};

const total = (charges: readonly FocusCharges[], costOf: (each: FocusCharges) => string): Exact =>
  charges.reduce((sum, each) => sum.plus(costOf(each)), new Exact(0));

/**
 * What usage would have cost at contracted prices. Rows of some exports have a list price but no contracted one (FOCUS
 * sample, AWS 1.0); the list price stands in then, and for usage on demand without either what was paid.
 */
export const contractedEquivalent = (charges: readonly FocusCharges[]): Exact => total(charges, contractedOf);

/** What usage would have cost at list prices; for usage on demand without one, the contracted price or what was paid. */
export const listEquivalent = (charges: readonly FocusCharges[]): Exact => total(charges, listOf);

/** What was paid for usage. */
export const paidFor = (charges: readonly FocusCharges[]): Exact => total(charges, paidOf);

/**
 * Usage of a commitment that the export does not name: by FOCUS, only what has an id is covered, whatever the price or
 * the status say.
 */
export const isUnnamed = (charges: FocusCharges): boolean =>
  charges.commitmentId === null &&
  isText(charges.chargeCategory, 'usage') &&
  (charges.commitmentStatus !== null || isText(charges.pricingCategory, 'committed'));

/** Covered usage with a price and no EffectiveCost: what was paid for it is not spread over the rows. */
export const hasUnknownCost = (charges: FocusCharges): boolean =>
  isCovered(charges) && !charges.hasEffectiveCost && (charges.hasListCost || charges.hasContractedCost);

/** Covered usage that cost something and has no price at all: Azure's reservation usage has ListCost 0. */
export const hasUnknownPrice = (charges: FocusCharges): boolean =>
  charges.hasEffectiveCost && !charges.hasListCost && !charges.hasContractedCost;

/**
 * What nobody used of one commitment. FOCUS has rows of their own for it. AWS's own report has none: there the effective
 * cost of the fee is what was not used (`aws-cur.ts`), and by FOCUS the effective cost of a purchase is 0. Where a
 * purchase's effective cost is all that was billed beside used rows that are paid for, the export does not spread it,
 * and it must not be counted twice; beside used rows whose cost is not known, what was not used is not known either.
 */
const idleOfOne = (charges: readonly FocusCharges[]): readonly FocusCharges[] => {
  const ofRole = (role: ChargeRole): readonly FocusCharges[] =>
    charges.filter((each) => roleOf(each) === role);
  const [covered, unused, purchases] = [ofRole('covered'), ofRole('unused'), ofRole('purchase')];
  if (unused.length > 0) return unused;
  if (covered.some(hasUnknownCost)) return [];
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
