import { createExactSum, type ExactSum, isDecimalText } from '../../shared/exact-sum.ts';
import type { Exact } from '../../shared/money.ts';
import { Wide } from '../../shared/wide-decimal.ts';

/**
 * A sum of quantities, exact. Most of them are short decimals, which need no big numbers: their units are added by
 * number of places (units of 10⁻³ are at 3). A plain record, since there is one for each line of the result.
 */
export interface QuantitySum {
  readonly units: number[];
  rest: ExactSum | undefined;
}

export const createQuantitySum = (): QuantitySum => ({ units: [], rest: undefined });

/** Digits that a whole number in a double holds, with room to add. */
const mostDigits = 15;
const mostPlaces = 9;
const flushAt = 2 ** 52;
const [minus, point, nought, nine] = [45, 46, 48, 57];

/** A short decimal read as whole units of 10 to the minus `places`. */
const read = { units: 0, places: 0 };

/** Reads `-12.345` into `read`. False for what is longer, or written in another way. */
const readShort = (text: string): boolean => {
  const { length } = text;
  if (length === 0 || length > mostDigits) return false;
  const isNegative = text.charCodeAt(0) === minus;
  const first = isNegative ? 1 : 0;
  let units = 0;
  let pointAt = -1;
  for (let at = first; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= nought && code <= nine) units = units * 10 + (code - nought);
    else if (code === point && pointAt < 0 && at > first) pointAt = at;
    else return false;
  }
  const places = pointAt < 0 ? 0 : length - pointAt - 1;
  if (length === first || pointAt === length - 1 || places > mostPlaces) return false;
  read.units = isNegative ? -units : units;
  read.places = places;
  return true;
};

const restOf = (sum: QuantitySum): ExactSum => {
  sum.rest ??= createExactSum();
  return sum.rest;
};

/** Adds a quantity. False where the text is no decimal number; nothing is added then. */
export const addQuantity = (sum: QuantitySum, text: string): boolean => {
  if (!readShort(text)) return isDecimalText(text) && restOf(sum).add(text);
  const { units, places } = read;
  while (sum.units.length <= places) sum.units.push(0);
  const held = (sum.units[places] ?? 0) + units;
  if (held > flushAt || held < -flushAt) {
    restOf(sum).add(`${held}e-${places}`);
    sum.units[places] = 0;
  } else sum.units[places] = held;
  return true;
};

/** The sum so far; it can go on. */
export const quantityOf = ({ units, rest }: QuantitySum): Exact => {
  // At most 26 digits together: far less than `Wide` holds.
  const short = units.reduce(
    (sum, held, places) => (held === 0 ? sum : sum.plus(new Wide(`${held}e-${places}`))),
    new Wide(0),
  );
  if (rest === undefined) return short;
  const all = createExactSum();
  all.add(rest.value());
  all.add(short.toFixed());
  return new Wide(all.value());
};
