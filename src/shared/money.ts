import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Decimal arithmetic wide enough for any sum of charges: 60 significant digits, half-even. */
export const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Exact = Decimal;

/** A decimal number as text, without exponent: money and quantities on the wire. */
export const decimalSchema = z
  .string()
  .max(80)
  .regex(/^-?\d{1,40}(\.\d{1,38})?$/, 'a decimal number without exponent, such as "63.33"');

/** ISO 4217 code, or another three-letter unit that a provider bills in. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'a three-letter currency code such as "EUR"');

/**
 * Writes a decimal as the wire wants it: no exponent, no trailing zeros, no negative zero.
 * `minimumPlaces` keeps zeros that a reader expects (2 for money).
 */
export const formatDecimal = (value: Decimal.Value, minimumPlaces = 0): string => {
  const exact = new Exact(value);
  if (exact.isZero()) return new Exact(0).toFixed(minimumPlaces);
  const places = Math.max(exact.decimalPlaces(), minimumPlaces);
  return exact.toFixed(places);
};
