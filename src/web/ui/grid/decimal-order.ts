/**
 * Orders decimal strings (as on the wire: no exponent) exactly and without making numbers of them: a hundred
 * thousand rows sort in a fraction of the time that decimal objects would take.
 */
export const compareDecimals = (a: string, b: string): number => {
  const left = split(a);
  const right = split(b);
  if (left.sign !== right.sign) return left.sign - right.sign;
  return left.sign * compareMagnitudes(left, right);
};

interface Parts {
  readonly sign: -1 | 0 | 1;
  readonly whole: string;
  readonly fraction: string;
}

const split = (decimal: string): Parts => {
  const negative = decimal.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  const digits = { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
  const zero = digits.whole === '' && digits.fraction === '';
  return { ...digits, sign: zero ? 0 : negative ? -1 : 1 };
};

const compareMagnitudes = (a: Parts, b: Parts): number => {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
};
