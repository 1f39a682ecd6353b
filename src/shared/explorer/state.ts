import { z } from 'zod';
import { currencySchema } from '../money.ts';
import { instantSchema } from '../time.ts';
import { dimensionSchema } from './dimensions.ts';
import { filtersSchema } from './filters.ts';
import { periodFault, periodPresetSchema, resolvePreset } from './period.ts';
import {
  costKindSchema,
  granularitySchema,
  measureSchema,
  type Question,
  sortSchema,
  unitSchema,
} from './question.ts';

export const chartSchema = z.enum(['stacked', 'bars', 'lines', 'table']);

const checkState = (
  state: { preset?: string | undefined; from?: string | undefined; to?: string | undefined },
  context: z.core.$RefinementCtx<unknown>,
): void => {
  const { preset, from, to } = state;
  if ((preset === undefined) === (from === undefined && to === undefined)) {
    context.addIssue({ code: 'custom', path: ['preset'], message: 'either a preset, or from and to' });
  } else if (preset === undefined && (from === undefined || to === undefined)) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'from and to belong together' });
  } else if (from !== undefined && to !== undefined) {
    const fault = periodFault({ from, to });
    if (fault) context.addIssue({ code: 'custom', path: ['to'], message: fault });
  }
};

/**
 * What the explorer's page shows, as its address and a saved view hold it: a question whose period may move
 * with the calendar, and how its answer is drawn.
 */
export const explorerStateSchema = z
  .strictObject({
    preset: periodPresetSchema.optional(),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    granularity: granularitySchema.default('day'),
    groupBy: z
      .array(dimensionSchema)
      .max(3)
      .refine((all) => new Set(all).size === all.length, 'each dimension once')
      .default([]),
    filters: filtersSchema.default([]),
    cost: costKindSchema.default('billed'),
    measure: measureSchema.default('cost'),
    unit: unitSchema.optional(),
    currency: currencySchema.optional(),
    compare: z.boolean().default(false),
    limit: z.int().min(1).max(500).default(12),
    sort: sortSchema.default('total'),
    chart: chartSchema.default('stacked'),
  })
  .superRefine(checkState);
export type ExplorerState = z.output<typeof explorerStateSchema>;

/** The question that a state asks at this time. */
export const questionOf = (state: ExplorerState, now: Date): Question => {
  const { preset, from, to, filters, chart: _, unit, currency, ...rest } = state;
  const period =
    from !== undefined && to !== undefined ? { from, to } : resolvePreset(preset ?? 'last-30-days', now);
  return { ...rest, ...period, filter: filters, unit, currency };
};
