import { z } from 'zod';
import { decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';
import { shareSchema, writtenDecimalSchema } from './backtest.ts';

const notNegative = writtenDecimalSchema.refine((text) => Number(text) >= 0, 'a decimal of zero or more');
const seriesName = z.string().max(1000);

/** A commitment that is already held. `quantity` is the on-demand value that it covers an hour. */
export const existingCommitmentSchema = z.object({
  id: z.string().max(200),
  scope: z.enum(['flexible', 'series']),
  series: seriesName.nullable().optional(),
  quantity: notNegative,
  discount: shareSchema,
  /** The instant from which it is no longer active. */
  endsAt: instantSchema,
});

/** What is held: every commitment once, and one of a series says of which. */
export const existingCommitmentsSchema = z
  .array(existingCommitmentSchema)
  .max(10_000)
  .superRefine((commitments, context) => {
    const seen = new Set<string>();
    for (const [index, { id, scope, series }] of commitments.entries()) {
      const refuse = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      if (scope === 'series' && series == null) refuse('series', 'the name of a series: the scope needs it');
      if (seen.has(id)) refuse('id', 'an id that no other commitment has');
      seen.add(id);
    }
  });
export type ExistingCommitment = z.infer<typeof existingCommitmentSchema>;

/** Something that is known to come: demand is multiplied by `factor` from an instant on, or until another. */
export const demandEventSchema = z
  .strictObject({
    name: z.string().max(200).optional(),
    /** One series, or all of them. */
    series: seriesName.nullable().optional(),
    from: instantSchema,
    until: instantSchema.optional(),
    factor: notNegative,
  })
  .refine(({ from, until }) => until === undefined || Date.parse(until) > Date.parse(from), {
    path: ['until'],
    error: 'an instant later than "from"',
  });

/** What a recommendation must keep to. Everything is optional. */
export const recommendRulesSchema = z.strictObject({
  /** A tranche must be expected to save as much a month. */
  minimumMonthlySaving: notNegative.optional(),
  /** Cost still to come of all that is held, in months of the on-demand equivalent. */
  maximumLockInMonths: notNegative.optional(),
  /** What may be paid at once, for all tranches together. */
  cashLimit: notNegative.optional(),
  /** The highest hourly cost of one tranche. AWS takes plans of up to 100 an hour back within 7 days. */
  maximumTrancheHourlyCost: notNegative.refine((text) => Number(text) > 0, 'a decimal above zero').optional(),
  /** Offers that may be bought, by id; all, if left out. */
  offers: z.array(z.string().max(100)).min(1).max(50).optional(),
  /** The most that may be bought of an offer, as on-demand value an hour, and in how many tranches. */
  quotas: z
    .array(
      z.strictObject({
        offer: z.string().max(100),
        maximumQuantity: notNegative.optional(),
        maximumTranches: z.int().min(0).max(10_000).optional(),
      }),
    )
    .max(100)
    .optional(),
  events: z.array(demandEventSchema).max(1000).optional(),
});
export type RecommendRules = z.infer<typeof recommendRulesSchema>;

export const reasonSchema = z.object({
  code: z.enum([
    'recent-usage',
    'forecast',
    'fall',
    'migration',
    'season',
    'event',
    'patience',
    'held',
    'rule',
    'other-offer',
    'too-short',
  ]),
  text: z.string().max(500),
});

export const trancheSchema = z.object({
  offer: z.string().max(100),
  series: seriesName.nullable(),
  quantity: decimalSchema,
  /** What is paid by the price list, without the price of tied-up money; `upfrontCost` is the part of it paid at once. */
  hourlyCost: decimalSchema,
  upfrontCost: decimalSchema,
  termHours: z.int(),
  endsAt: instantSchema,
  expectedUtilisation: decimalSchema,
  expectedMonthlySaving: decimalSchema,
  reason: z.array(reasonSchema),
});
export type Tranche = z.infer<typeof trancheSchema>;

export const poolForecastSchema = z.object({
  series: seriesName.nullable(),
  /** Levels in on-demand dollars an hour; in 80 of 100 cases the truth should lie between `low` and `high`. */
  points: z.array(
    z.object({ from: instantSchema, low: decimalSchema, middle: decimalSchema, high: decimalSchema }),
  ),
  /** How the same forecast fared on the past; null where there is too little of it. */
  backtest: z
    .object({
      origins: z.int(),
      horizonDays: z.int(),
      meanAbsoluteError: decimalSchema,
      intervalCoverage: decimalSchema,
      /** The same of intervals widened by what was known then, as those shown are. */
      widenedCoverage: decimalSchema,
    })
    .nullable(),
});

export const recommendationSchema = z.object({
  asOf: instantSchema,
  tranches: z.array(trancheSchema),
  totals: z.object({
    hourlyCost: decimalSchema,
    upfrontCost: decimalSchema,
    expectedMonthlySaving: decimalSchema,
    lockInMonths: decimalSchema.nullable(),
    onDemandMonthly: decimalSchema,
  }),
  /** What all that is then held would save in a month, were demand of the last 14 days lower by a share. */
  downside: z.array(
    z.object({
      fall: decimalSchema,
      monthlySaving: decimalSchema,
      utilisation: decimalSchema.nullable(),
      /** Cost of commitments as a share of today's on-demand equivalent: what would still be paid. */
      stillPaidShare: decimalSchema.nullable(),
    }),
  ),
  /** Expected monthly cost of a pool against what is committed for it with an offer. */
  curves: z.array(
    z.object({
      offer: z.string().max(100),
      series: seriesName.nullable(),
      points: z.array(z.object({ quantity: decimalSchema, monthlyCost: decimalSchema })),
    }),
  ),
  forecast: z.array(poolForecastSchema),
  /** What was considered and not bought, or less than planned because of a rule, and why. */
  declined: z.array(
    z.object({ offer: z.string().max(100), series: seriesName.nullable(), reason: z.array(reasonSchema) }),
  ),
});
export type Recommendation = z.infer<typeof recommendationSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type PoolForecast = z.infer<typeof poolForecastSchema>;
