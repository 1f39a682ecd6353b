import { z } from 'zod';

const moment =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const zone = /(Z|[+-]\d{2}:?\d{2})$/i;

/** Milliseconds since 1970-01-01; a moment without a zone is UTC, as in Microsoft's answers. NaN for no moment. */
const parseMoment = (text: string): number => {
  if (!moment.test(text)) return Number.NaN;
  const day = text.slice(0, 10);
  // 31 February would silently become a day in March.
  if (new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return Number.NaN;
  if (text.length === 10) return Date.parse(`${day}T00:00:00Z`);
  return Date.parse(zone.test(text.slice(11)) ? text : `${text}Z`);
};

const expected = 'a moment such as "2026-01-31T00:00:00Z"';

/** A moment of Microsoft's answers, `2018-07-20T00:00:00+00:00`, as milliseconds since 1970-01-01. */
export const momentSchema = z
  .string(expected)
  .max(40)
  .transform((text, context) => {
    const atMs = parseMoment(text.trim());
    if (Number.isNaN(atMs)) {
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    }
    return atMs;
  });

const firstMs = Date.UTC(1971, 0, 1);
const endMs = Date.UTC(9999, 0, 1);

/** The moment of a usage: it has a billing period, which an empty date of .NET (year 1) or a slip of the pen has not. */
export const usageMomentSchema = momentSchema.refine(
  (atMs) => atMs >= firstMs && atMs < endMs,
  'a moment in the years 1971 to 9998',
);
