/** A reproducible source of numbers: the same text gives the same sequence on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** An integer from 0 to `below` − 1. */
  below(below: number): number;
  /** Text of hexadecimal digits. */
  hex(length: number): string;
  /** Text of decimal digits, not beginning with 0. */
  digits(length: number): string;
}

/** FNV-1a over UTF-16 code units, from a given basis. */
const hash = (text: string, basis: number): number => {
  let value = basis;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
};

/**
 * Starts a sequence from a text (sfc32 by Chris Doty-Humphrey, from PractRand). Only integer operations and an
 * exact division: no function whose last bit depends on the machine, and nothing here is for secrets.
 */
export const createRandom = (seed: string): Random => {
  let a = hash(seed, 0x811c9dc5);
  let b = hash(seed, 0x9e3779b9);
  let c = hash(seed, 0x85ebca6b);
  let counter = 1;
  const integer = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) integer();
  const below = (limit: number): number => Math.floor((integer() / 0x1_0000_0000) * limit);
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  return {
    next: () => integer() / 0x1_0000_0000,
    below,
    hex: (length) => text('0123456789abcdef', length),
    digits: (length) => text('123456789', 1) + text('0123456789', length - 1),
  };
};
