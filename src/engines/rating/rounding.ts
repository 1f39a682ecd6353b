import { Exact, formatDecimal } from '../../shared/money.ts';

/** Licence reconciliation rounds half up; an Azure plan takes what is below the cent off; usage detail keeps all. */
export const roundings = ['half-up', 'floor', 'none'] as const;
export type Rounding = (typeof roundings)[number];

const places = 2;

/** One rounding per invoice line, to two places. */
export const roundLine = (amount: Exact, rounding: Rounding): Exact => {
  if (rounding === 'none') return amount;
  return amount.toDecimalPlaces(places, rounding === 'floor' ? Exact.ROUND_FLOOR : Exact.ROUND_HALF_UP);
};

/** Money as text: two places at least. */
export const moneyText = (amount: Exact): string => formatDecimal(amount, places);
