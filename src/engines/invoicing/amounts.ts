import type { Decimal } from 'decimal.js';
import { Exact, formatDecimal } from '../../shared/money.ts';

/** To two decimals, halves away from zero: what EN 16931 rounds its amounts to, and a reversal undoes exactly. */
export const toCents = (value: Decimal): Decimal => value.toDecimalPlaces(2, Exact.ROUND_HALF_UP);

/** An amount as it is written: always two decimals. */
export const amountText = (value: Decimal): string => formatDecimal(toCents(value), 2);

/** Zero where there is nothing. */
export const exactOf = (value: string | undefined): Decimal => new Exact(value ?? 0);

export const sumOf = (values: readonly (string | undefined)[]): Decimal =>
  values.reduce<Decimal>((sum, value) => sum.plus(exactOf(value)), new Exact(0));
