import { z } from 'zod';
import { parseInstantText } from '../instant-text.ts';
import { formatInstant } from '../time.ts';

const hourMs = 3_600_000;

/** An id of usage or of a commitment. */
export const applyIdSchema = z.string().min(1).max(400);
/** A name such as an account, a region or a size. */
export const nameSchema = z.string().trim().min(1).max(200);
/** One that may be absent; null is absent too, as some exporters write it. */
export const optionalNameSchema = nameSchema
  .nullish()
  .transform((name) => name ?? undefined)
  .optional();

const amountText = 'expected a decimal number, not below zero, such as "0.05"';

/** A quantity or money as text, or as a number of JSON that was kept digit for digit. */
export const amountSchema = z
  .string(amountText)
  .max(90)
  .regex(/^\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,2})?$/, amountText);

export const positiveAmountSchema = amountSchema.refine((text) => /[1-9]/.test(text.replace(/[eE].*/, '')), {
  message: 'expected a decimal number above zero, such as "2"',
});

const wholeText = 'expected a whole number, not below zero, such as 4';
export const wholeSchema = z
  .string(wholeText)
  .max(40)
  .regex(/^\d{1,12}(\.0+)?$/, wholeText)
  .transform((text) => text.replace(/\..*/, ''));

const hourText = 'expected an instant on the hour such as "2026-01-31T07:00:00Z"';

/** The beginning of a clock-hour; normalised to `2026-01-31T07:00:00Z`. */
const hourSchema = z
  .string(hourText)
  .max(40)
  .transform((text, context) => {
    const at = text.includes('T') ? parseInstantText(text) : undefined;
    if (at === undefined || at.getTime() % hourMs !== 0) {
      context.addIssue({ code: 'custom', message: hourText });
      return z.NEVER;
    }
    return formatInstant(at);
  });

/** What a unit costs under a plan, by the plan's name; a line without a rate is not covered by that plan. */
const ratesSchema = z
  .record(z.string().max(100), amountSchema.nullish())
  .nullish()
  .transform((rates): Readonly<Partial<Record<string, string>>> => {
    const given = Object.entries(rates ?? {});
    return Object.fromEntries(given.flatMap(([name, rate]) => (rate == null ? [] : [[name, rate]])));
  });

export const usageFields = {
  id: applyIdSchema,
  hour: hourSchema,
  account: nameSchema,
  /** In lower case: `EC2` is `ec2`. */
  service: nameSchema.transform((service) => service.toLowerCase()),
  quantity: amountSchema,
  onDemandRate: amountSchema,
  rates: ratesSchema,
};

/** Fields that usage of one service must have: the service whose usage has sizes. */
export const requireFields =
  <K extends string>(service: string, fields: readonly K[]) =>
  (usage: { readonly service: string } & Readonly<Partial<Record<K, unknown>>>, context: z.RefinementCtx) => {
    if (usage.service !== service) return;
    for (const field of fields) {
      if (usage[field] !== undefined) continue;
      const message = `expected a text: usage of ${service} needs it`;
      context.addIssue({ code: 'custom', path: [field], message });
    }
  };

/** The message for a name that is none of these. */
export const oneOf = (names: readonly string[]): string =>
  `expected ${names.map((name) => `"${name}"`).join(' or ')}`;

const monthsText = 'expected the months that remain, a decimal number from 0 to 1200, such as "8.5"';

/** What all commitments have. */
export const commitmentFields = {
  id: applyIdSchema,
  /** Months until it ends, for the lock-in alone. */
  remainingMonths: amountSchema
    .refine((text) => Number(text) <= 1200, monthsText)
    .nullish()
    .transform((months) => months ?? undefined)
    .optional(),
};

/** A plan: so much money an hour. */
export const planFields = { ...commitmentFields, hourlyCommitment: amountSchema };
