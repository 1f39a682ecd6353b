/** A decimal string taken apart once, so that sorting compares texts and makes no decimal objects. */
export interface DecimalKey {
  readonly sign: -1 | 0 | 1;
  readonly whole: string;
  readonly fraction: string;
}

/** Takes a decimal string (as on the wire: no exponent) apart. */
export const decimalKey = (decimal: string): DecimalKey => {
  const negative = decimal.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  const digits = { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
  const zero = digits.whole === '' && digits.fraction === '';
  return { ...digits, sign: zero ? 0 : negative ? -1 : 1 };
};

/** Orders keys exactly as their values. */
export const compareDecimalKeys = (a: DecimalKey, b: DecimalKey): number =>
  a.sign === b.sign ? a.sign * compareMagnitudes(a, b) : a.sign - b.sign;

/** Orders decimal strings exactly as their values. */
export const compareDecimals = (a: string, b: string): number =>
  compareDecimalKeys(decimalKey(a), decimalKey(b));

const compareMagnitudes = (a: DecimalKey, b: DecimalKey): number => {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
};
