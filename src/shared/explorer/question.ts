import { z } from 'zod';
import { currencySchema } from '../money.ts';
import { instantSchema } from '../time.ts';
import { dimensionSchema } from './dimensions.ts';
import { filterParameters } from './filters.ts';
import { type Period, periodFault } from './period.ts';

/** The four costs of FOCUS: invoiced, amortised, at list prices, at contracted prices before commitments. */
export const costKindSchema = z.enum(['billed', 'effective', 'list', 'contracted']);
export type CostKind = z.infer<typeof costKindSchema>;

/** `unit` is cost divided by consumed quantity, of the charges that have one; `usage` is that quantity. */
export const measureSchema = z.enum(['cost', 'usage', 'unit']);
export type Measure = z.infer<typeof measureSchema>;

export const granularitySchema = z.enum(['none', 'hour', 'day', 'month']);
export type Granularity = z.infer<typeof granularitySchema>;

export const sortSchema = z.enum(['total', 'change', 'name']);
export type Sort = z.infer<typeof sortSchema>;

export const unitSchema = z.string().min(1).max(200);

/** `groupBy=…`, repeated for each level. */
export const groupByParameters = z
  .union([z.array(dimensionSchema).max(3), dimensionSchema.transform((dimension) => [dimension])])
  .default([])
  .refine((dimensions) => new Set(dimensions).size === dimensions.length, 'each dimension once');

/** Which charges are meant: everything the endpoints of the explorer have in common. */
export const chargesQuery = {
  from: instantSchema.describe('First instant of the period (UTC), compared with ChargePeriodStart.'),
  to: instantSchema.describe('End of the period, exclusive; at most 40 months after `from`.'),
  filter: filterParameters.describe('Filters as JSON, repeated for each; all must hold.'),
  cost: costKindSchema.default('billed'),
  currency: currencySchema
    .optional()
    .describe('Without it the currency with the most rows. Currencies are never added together.'),
};

/** Refuses a period that ends before it begins or is too long; for the query of any endpoint with a period. */
export const checkPeriod = (input: Period, context: z.core.$RefinementCtx<Period>): void => {
  const fault = periodFault(input);
  if (fault) context.addIssue({ code: 'custom', path: ['to'], message: fault, input: input.to });
};

/** A question as it stands in the query of a request. */
export const questionQuery = {
  ...chargesQuery,
  granularity: granularitySchema.default('day'),
  groupBy: groupByParameters.describe('Up to three dimensions, repeated for each.'),
  measure: measureSchema.default('cost'),
  unit: unitSchema
    .optional()
    .describe('For `usage` and `unit`: the consumed unit; without it the one with the largest cost.'),
  compare: z
    .stringbool()
    .default(false)
    .describe('Adds the previous period: as many calendar months before, or as long.'),
  limit: z.coerce.number().int().min(1).max(500).default(12).describe('Series; the rest becomes `other`.'),
  sort: sortSchema.default('total'),
};
export const questionSchema = z.object(questionQuery).superRefine(checkPeriod);

/** A question of the explorer, parsed. */
export type Question = z.output<typeof questionSchema>;
/** Which charges, parsed. */
export type ChargesOf = Pick<Question, 'from' | 'to' | 'filter' | 'cost' | 'currency'>;

type QuestionText = z.input<typeof questionSchema>;

/** A question as a caller sends it: filters as JSON text, the rest as it is. */
export const writeQuestion = <Q extends Partial<Question>>(
  question: Q,
): Omit<Q, 'filter' | 'compare'> & Pick<QuestionText, 'filter' | 'compare'> => {
  const { filter, compare, ...rest } = question;
  return {
    ...rest,
    ...(filter === undefined ? {} : { filter: filter.map((each) => JSON.stringify(each)) }),
    ...(compare === undefined ? {} : { compare: String(compare) }),
  };
};
