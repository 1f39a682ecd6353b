/**
 * A decimal as whole units of a power of ten: `1.50` is 150 units of scale 2. No precision limits it, unlike
 * decimal.js, whose sums are rounded to the configured number of digits.
 */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

const decimalPattern = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?\s*$/;

/** No amount needs more; it keeps `1e999999999` from filling the memory. */
const largestExponent = 1000;

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

const parse = (text: string): Scaled | undefined => {
  const match = decimalPattern.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > largestExponent) return undefined;
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  const scale = fraction.length - exponent;
  return scale < 0 ? { units: units * powerOfTen(-scale), scale: 0 } : { units, scale };
};

/** Whether a text is a decimal number: digits, at most one point, an optional sign and exponent (to ±1000). */
export const isDecimalText = (text: string): boolean => parse(text) !== undefined;

const format = ({ units, scale }: Scaled): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

/** Adds decimals of any size and any number of places, exactly. */
export interface ExactSum {
  /** Adds a decimal text, with or without exponent. False when the text is no number; nothing is added then. */
  add(text: string): boolean;
  /** The sum without exponent, trailing zeros or negative zero: `63.33`, `0`, `-1`. */
  value(): string;
}

export const createExactSum = (): ExactSum => {
  let sum: Scaled = { units: 0n, scale: 0 };
  return {
    add: (text) => {
      const term = parse(text);
      if (term === undefined) return false;
      const scale = Math.max(sum.scale, term.scale);
      const raise = ({ units, scale: own }: Scaled): bigint => units * powerOfTen(scale - own);
      sum = { units: raise(sum) + raise(term), scale };
      return true;
    },
    value: () => format(sum),
  };
};
