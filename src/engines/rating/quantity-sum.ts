import { createExactSum, isDecimalText } from '../../shared/exact-sum.ts';
import { Exact } from '../../shared/money.ts';

/** Adds quantities exactly; most of them are short decimals, which need no big numbers. */
export interface QuantitySum {
  /** False where the text is no decimal number; nothing is added then. */
  add(text: string): boolean;
  value(): Exact;
}

const plain = /^-?\d{1,15}(\.\d{1,9})?$/;
/** Digits that a whole number in a double holds, with room to add. */
const mostDigits = 15;
const flushAt = 2 ** 52;

/** Sums of whole units by number of places: units of 10⁻³ are at 3. */
export const createQuantitySum = (): QuantitySum => {
  const units: number[] = [];
  const rest = createExactSum();
  const flush = (places: number): void => {
    const held = units[places] ?? 0;
    if (held !== 0) rest.add(`${held}e-${places}`);
    units[places] = 0;
  };
  return {
    add: (text) => {
      if (text.length > mostDigits || !plain.test(text)) {
        if (!isDecimalText(text)) return false;
        return rest.add(text);
      }
      const point = text.indexOf('.');
      const places = point < 0 ? 0 : text.length - point - 1;
      const whole = point < 0 ? Number(text) : Number(text.slice(0, point) + text.slice(point + 1));
      const sum = (units[places] ?? 0) + whole;
      units[places] = sum;
      if (sum > flushAt || sum < -flushAt) flush(places);
      return true;
    },
    value: () => {
      for (const places of units.keys()) flush(places);
      return new Exact(rest.value());
    },
  };
};
