import { z } from 'zod';
import { Exact, formatDecimal } from '../shared/money.ts';

export const decimalPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i;

/** Far above any charge or meter, and far within what is computed exactly. */
const digitsBeforePoint = 20;
const digitsBehindPoint = 60;

/** Whether a text is a decimal number, with or without exponent. */
export const isDecimal = (text: string): boolean => decimalPattern.test(text);

/** Whether a decimal number has at most 20 digits before the point and at most 60 behind it. */
export const isOfSensibleSize = (text: string): boolean => {
  const exact = new Exact(text);
  return exact.e < digitsBeforePoint && exact.decimalPlaces() <= digitsBehindPoint;
};

/** What `isOfSensibleSize` asks for, as a message says it. */
export const sensibleSize = `at most ${digitsBeforePoint} digits before the point and ${digitsBehindPoint} behind it`;

const plain = /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/;

/** One way to write a number, since a file that was saved again may have `5.0` for `5`; an absurd one stays as it is. */
export const plainNumber = (source: string): string =>
  plain.test(source) || !isOfSensibleSize(source) ? source : formatDecimal(source);

/** A decimal number of a rate card or of usage, as it stands in the file. */
export const rateDecimal = z
  .string('a decimal number')
  .max(400)
  .regex(decimalPattern, 'a decimal number')
  .pipe(z.string().refine(isOfSensibleSize, sensibleSize));
