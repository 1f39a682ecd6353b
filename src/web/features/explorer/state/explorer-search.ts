import { z } from 'zod';
import { type Dimension, dimensionSchema } from '../../../../shared/explorer/dimensions.ts';
import { type Filter, filterSchema, filtersSchema } from '../../../../shared/explorer/filters.ts';
import {
  dayMs,
  type Period,
  periodFault,
  periodPresetSchema,
  resolvePreset,
} from '../../../../shared/explorer/period.ts';
import {
  costKindSchema,
  type Granularity,
  granularitySchema,
  measureSchema,
  type Question,
  sortSchema,
  unitSchema,
} from '../../../../shared/explorer/question.ts';
import { chartSchema, type ExplorerState } from '../../../../shared/explorer/state.ts';
import { idSchema } from '../../../../shared/ids.ts';
import { currencySchema } from '../../../../shared/money.ts';
import { instantSchema } from '../../../../shared/time.ts';
import type { PeriodChoice } from '../../../ui/filter/period-picker.tsx';

const groupBySchema = z
  .array(dimensionSchema)
  .max(3)
  .refine((all) => new Set(all).size === all.length);

/** One level of a drill: how it was grouped, and which group was entered. */
export const stepSchema = z.object({
  groupBy: groupBySchema.min(1),
  key: z.array(z.string().max(1000).nullable()).min(1).max(3),
});
export type Step = z.infer<typeof stepSchema>;

export const tabs = ['series', 'movers', 'resources'] as const;

/**
 * The explorer's part of the address. What is left out takes what suits the rest: the steps follow the period,
 * the grouping begins with services.
 */
export const explorerSearchSchema = z.object({
  preset: periodPresetSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  granularity: granularitySchema.optional(),
  /** An empty list would vanish from the address, and with it that it was chosen. */
  groupBy: z
    .union([z.literal('none').transform((): Dimension[] => []), groupBySchema])
    .default(['ServiceName']),
  filters: filtersSchema.default([]),
  cost: costKindSchema.default('billed'),
  measure: measureSchema.default('cost'),
  unit: unitSchema.optional(),
  currency: currencySchema.optional(),
  compare: z.union([z.boolean(), z.stringbool()]).default(true),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  sort: sortSchema.default('total'),
  chart: chartSchema.default('bars'),
  trail: z.array(stepSchema).max(10).default([]),
  tab: z.enum(tabs).default('series'),
  /** Along which dimension the movers are looked for; otherwise the first of the grouping. */
  along: dimensionSchema.optional(),
  /** The panel with charge lines, and what narrows them beyond the question. */
  charges: z.array(filterSchema).min(1).max(5).optional(),
  /** The saved view that was opened. */
  view: idSchema.optional(),
});
export type ExplorerSearch = z.output<typeof explorerSearchSchema>;
export type ExplorerSearchInput = z.input<typeof explorerSearchSchema>;

const defaultPreset = 'last-30-days';

/** The period as it was chosen: both instants if they make a period, else a preset. */
export const choiceOf = ({
  preset,
  from,
  to,
}: Pick<ExplorerSearch, 'preset' | 'from' | 'to'>): PeriodChoice =>
  from !== undefined && to !== undefined && periodFault({ from, to }) === undefined
    ? { from, to }
    : { preset: preset ?? defaultPreset };

export const periodOfChoice = (choice: PeriodChoice, now: Date): Period =>
  'preset' in choice ? resolvePreset(choice.preset, now) : choice;

const daysIn = ({ from, to }: Period): number => (new Date(to).getTime() - new Date(from).getTime()) / dayMs;

/** Days up to which hours can be told apart, and asked for (the API answers 2,000 steps at most). */
export const mostDaysByHour = 80;

/** Steps that give a chart enough points to show a shape, and few enough to see one. */
export const granularityFor = (period: Period): Granularity => {
  const days = daysIn(period);
  if (days <= 2) return 'hour';
  return days <= 100 ? 'day' : 'month';
};

export const allowsHours = (period: Period): boolean => daysIn(period) <= mostDaysByHour;

/** A step of a drill as the filters it sets. */
export const filtersOfStep = ({ groupBy, key }: Step): readonly Filter[] =>
  groupBy.slice(0, key.length).map((dimension, index) => ({
    dimension,
    op: 'include',
    values: [key[index] ?? null],
  }));

/** The API answers 100,000 points at most. */
const mostPoints = 90_000;
const stepHours = { none: Number.POSITIVE_INFINITY, hour: 1, day: 24, month: 24 * 28 } as const;

/** What the address asks, complete: the state that a saved view keeps and the question for the API. */
export interface Asked {
  readonly choice: PeriodChoice;
  readonly state: ExplorerState;
  readonly question: Question;
}

/** Completes the address with what suits it, as of this time. */
export const askedOf = (search: ExplorerSearch, now: Date): Asked => {
  const choice = choiceOf(search);
  const period = periodOfChoice(choice, now);
  const wanted = search.granularity ?? granularityFor(period);
  const granularity = wanted === 'hour' && !allowsHours(period) ? 'day' : wanted;
  const steps = Math.ceil((daysIn(period) * 24) / stepHours[granularity]) + 3;
  const limit = Math.min(search.limit, Math.floor(mostPoints / steps));
  const filters = [...search.filters, ...search.trail.flatMap(filtersOfStep)].slice(0, 30);
  const { groupBy, cost, measure, unit, currency, compare, sort, chart } = search;
  const shared = { granularity, groupBy, cost, measure, unit, currency, compare, limit, sort };
  return {
    choice,
    state: { ...choice, ...shared, filters, chart },
    question: { ...shared, ...period, filter: filters },
  };
};

/** A state, such as that of a saved view, as address; everything else that was in it is cleared. */
export const searchOfState = (state: ExplorerState): ExplorerSearchInput => ({
  ...nothingElse,
  ...state,
  groupBy: state.groupBy.length === 0 ? 'none' : state.groupBy,
});

const nothingElse = {
  preset: undefined,
  from: undefined,
  to: undefined,
  unit: undefined,
  currency: undefined,
  trail: undefined,
  tab: undefined,
  along: undefined,
  charges: undefined,
  view: undefined,
} as const;
