/** A decimal as whole units of a power of ten: `1.50` is 150 units of 2 places. */
export interface Units {
  readonly units: bigint;
  readonly places: number;
}

const powers: bigint[] = [1n];

/** 10 to the power of a small natural number. */
export const powerOfTen = (exponent: number): bigint => {
  for (let next = powers.length; next <= exponent; next += 1) powers.push((powers[next - 1] ?? 1n) * 10n);
  return powers[exponent] ?? 10n ** BigInt(exponent);
};

/** Reads a decimal text that a schema has checked: digits, at most one point, perhaps an exponent. */
export const parseUnits = (text: string): Units => {
  const [mantissa = '', exponent = '0'] = text.split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = fraction.replace(/0+$/, '');
  const places = digits.length - Number(exponent);
  const units = BigInt(`${whole}${digits}`);
  return places < 0 ? { units: units * powerOfTen(-places), places: 0 } : { units, places };
};

/** The same decimal in units of more places. */
export const unitsAt = ({ units, places }: Units, wanted: number): bigint =>
  wanted === places ? units : units * powerOfTen(wanted - places);

export const addUnits = (left: Units, right: Units): Units => {
  const places = Math.max(left.places, right.places);
  return { units: unitsAt(left, places) + unitsAt(right, places), places };
};

export const subtractUnits = (left: Units, right: Units): Units =>
  addUnits(left, { units: -right.units, places: right.places });

export const zeroUnits: Units = { units: 0n, places: 0 };

/** Writes a decimal without exponent and trailing zeros, but with at least so many places. */
export const formatUnits = ({ units, places }: Units, minimumPlaces = 0): string => {
  const isNegative = units < 0n;
  const digits = (isNegative ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  let end = digits.length;
  const shortest = whole.length + Math.min(minimumPlaces, places);
  while (end > shortest && digits.charCodeAt(end - 1) === 48) end -= 1;
  const fraction = digits.slice(whole.length, end).padEnd(minimumPlaces, '0');
  return `${isNegative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

/** numerator ÷ denominator (not zero) in units of `places`, rounded half-even. */
export const roundedRatio = (numerator: Units, denominator: Units, places: number): Units => {
  const common = Math.max(numerator.places, denominator.places);
  const top = unitsAt(numerator, common) * powerOfTen(places);
  const bottom = unitsAt(denominator, common);
  const isNegative = top < 0n;
  const size = isNegative ? -top : top;
  const floor = size / bottom;
  const rest = (size % bottom) * 2n;
  const up = rest > bottom || (rest === bottom && floor % 2n === 1n);
  const rounded = floor + (up ? 1n : 0n);
  return { units: isNegative ? -rounded : rounded, places };
};
