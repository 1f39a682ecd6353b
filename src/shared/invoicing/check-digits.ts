const digitsOf = (text: string): number[] => [...text].map(Number);

/** Sum of digits times weights, from the left. */
export const weightedSum = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at] ?? 0), 0);

/** Luhn's formula (ISO/IEC 7812-1), the check digit last. */
export const isLuhn = (text: string): boolean =>
  digitsOf(text)
    .reverse()
    .reduce((sum, digit, at) => {
      const value = at % 2 === 0 ? digit : digit * 2;
      return sum + (value > 9 ? value - 9 : value);
    }, 0) %
    10 ===
  0;

/** ISO 7064 MOD 11,10, the check digit last (VAT numbers of Germany and Croatia). */
export const isMod11And10 = (text: string): boolean => {
  const digits = digitsOf(text);
  const product = digits.slice(0, -1).reduce((carry, digit) => {
    const sum = (digit + carry) % 10;
    return ((sum === 0 ? 10 : sum) * 2) % 11;
  }, 10);
  return (11 - product) % 10 === digits.at(-1);
};

/** ISO 7064 MOD 97-10 over letters (A is 10) and digits: the remainder. */
export const mod97 = (text: string): number =>
  [...text].reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);

/** GS1's check digit, last (GLN, GTIN). */
export const isGs1 = (text: string): boolean => {
  const [check = 0, ...rest] = digitsOf(text).reverse();
  const sum = rest.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
};

/** Norway's modulus 11 of an organisation number, the check digit last. */
export const isNorwegianOrganisation = (text: string): boolean =>
  /^\d{9}$/.test(text) &&
  Number(text) > 0 &&
  (11 - (weightedSum(text, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(text[8]);

/** Greece's tax number (AFM), the check digit last. */
export const isGreekTaxNumber = (text: string): boolean =>
  /^\d{9}$/.test(text) && (weightedSum(text, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === Number(text[8]);
