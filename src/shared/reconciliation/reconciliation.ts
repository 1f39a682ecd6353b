import { z } from 'zod';
import { currencySchema, decimalSchema } from '../money.ts';
import { rateResultSchema } from '../rating/rate-result.ts';
import { daySchema } from '../time.ts';

/**
 * What a line is: usage or seats of the whole period, a part of a period (seats added, removed or converted within a
 * term), or money given back.
 */
const lineKindSchema = z.enum(['regular', 'prorated', 'credit']);

const lineSchema = z.strictObject({
  id: z.string().min(1).max(200),
  subscriptionId: z.string().min(1).max(200),
  itemId: z.string().min(1).max(200).describe('Meter, or product and SKU'),
  periodStart: daySchema.describe('First day of the billing period that the line belongs to'),
  kind: lineKindSchema.default('regular'),
  usedOn: daySchema.optional().describe('Day of the usage; before the period it is late'),
  quantity: decimalSchema,
  unitPrice: decimalSchema.optional().describe('In the currency of the price, before exchange'),
  exchangeRate: decimalSchema
    .optional()
    .describe('Units of the billing currency for one of the price; 1 where absent'),
  currency: currencySchema,
  amount: decimalSchema.describe('In the billing currency'),
});
export type ReconciliationLine = z.output<typeof lineSchema>;

/** Rated lines against the provider's, and how large a difference may be that nobody needs to explain. */
export const reconciliationInputSchema = z.strictObject({
  rated: z.array(lineSchema).max(1_000_000),
  provider: z.array(lineSchema).max(1_000_000),
  /** For each line of a group: what rounding can make. */
  tolerance: decimalSchema.default('0.01'),
});
export type ReconciliationInput = z.output<typeof reconciliationInputSchema>;

/** What reconciling needs of the document that `trimtab rate --json` prints; the rest of it may be there. */
export const ratedDocumentSchema = rateResultSchema
  .pick({ lines: true })
  .extend({ currency: currencySchema, lines: rateResultSchema.shape.lines.max(1_000_000) });
export type RatedDocument = z.output<typeof ratedDocumentSchema>;

/** A file whose rated lines are the document of `trimtab rate --json`. */
export const reconciliationOfDocumentSchema = reconciliationInputSchema.extend({
  rated: ratedDocumentSchema,
});

/** What `trimtab reconcile` reads; `rated` is in a file of its own where the command names one. */
export const reconciliationFileSchema = reconciliationInputSchema.extend({
  rated: z
    .union([reconciliationInputSchema.shape.rated, ratedDocumentSchema])
    .optional()
    .describe('Lines, or the document that "trimtab rate --json" prints; left out with --rated'),
});

/** Why an amount differs. */
export const explanationKinds = [
  'missing-at-provider',
  'missing-in-rating',
  'credit',
  'proration',
  'late-usage',
  'price-change',
  'exchange-rate',
  'rounding',
] as const;
export type ExplanationKind = (typeof explanationKinds)[number];

export interface Explanation {
  readonly kind: ExplanationKind;
  /** Part of the difference (provider − rated) that this explains. */
  readonly amount: string;
  /** Lines and numbers that show it. */
  readonly evidence: Readonly<Record<string, string>>;
}

/** All lines of one subscription, item, period and currency, on both sides. */
export interface ReconciledGroup {
  readonly subscriptionId: string;
  readonly itemId: string;
  readonly periodStart: string;
  readonly currency: string;
  readonly rated: string;
  readonly provider: string;
  /** provider − rated */
  readonly difference: string;
  readonly status: 'matched' | 'explained' | 'unexplained';
  readonly explanations: readonly Explanation[];
  readonly unexplained: string;
}

/** For one currency: difference = matched + Σ explained + unexplained, exactly. */
export interface ReconciliationTotal {
  readonly currency: string;
  readonly rated: string;
  readonly provider: string;
  readonly difference: string;
  readonly matched: string;
  readonly explained: Readonly<Partial<Record<ExplanationKind, string>>>;
  readonly unexplained: string;
}

export interface Reconciliation {
  readonly groups: readonly ReconciledGroup[];
  readonly totals: readonly ReconciliationTotal[];
}
