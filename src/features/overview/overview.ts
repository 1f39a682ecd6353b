import type { CostKind } from '../../shared/explorer/question.ts';
import type { Overview } from '../../shared/overview/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import {
  type ChargeFile,
  type CostQuestions,
  type DailyCost,
  dataThrough,
  type LiveFiles,
  type Span,
  scopeOf,
} from '../explorer/feature.ts';
import { breakdownOf, commitmentsOf } from './breakdown.ts';
import { completeThrough, monthStart, sameDaysBefore, sumWithin } from './days.ts';
import { compared, decimalText, forecastOf, periodOf, trendOf } from './month.ts';

/** What the lake tells; the conformance of imports is kept elsewhere. */
export type CostOverview = Omit<Overview, 'conformance'>;

export interface OverviewAsk {
  readonly cost: CostKind;
  readonly currency: string | undefined;
  readonly now: Date;
}

type Questions = Pick<CostQuestions, 'dailyCosts' | 'costSeries' | 'commitmentUse'>;

/** Services beyond this number become one; no bill has so many. */
const mostServices = 5000;

const everything: Span = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') };

/** A month as it is shown: its days up to `through` are complete. */
interface ShownMonth {
  readonly month: Span;
  readonly through: Date;
  readonly isCurrentMonth: boolean;
}

const monthAt = (at: Date): Span => ({ from: monthStart(at), to: monthStart(at, 1) });

/** The present month, or the last one before it in which a charge of the currency begins. */
const latestMonth = (files: readonly ChargeFile[], currency: string, now: Date): Span | undefined => {
  const own = files.filter((file) => file.currencies.includes(currency) && file.minChargePeriodStart <= now);
  if (own.length === 0) return undefined;
  const last = Math.max(...own.map((file) => file.maxChargePeriodStart.getTime()));
  return monthAt(new Date(Math.min(last, now.getTime())));
};

/**
 * A month that has passed is shown whole: what has not come by now is not awaited. The present one is shown as
 * soon as one of its days is complete.
 */
const shownMonth = (
  latest: Span,
  days: readonly DailyCost[],
  files: readonly ChargeFile[],
  now: Date,
): ShownMonth => {
  if (now >= latest.to) return { month: latest, through: latest.to, isCurrentMonth: false };
  const through = completeThrough(days, reachOf(files), latest);
  if (through) return { month: latest, through, isCurrentMonth: true };
  const before = monthAt(monthStart(latest.from, -1));
  return { month: before, through: before.to, isCurrentMonth: false };
};

const reachOf = (files: readonly ChargeFile[]): ReadonlyMap<string | null, Date> =>
  new Map(
    [...Map.groupBy(files, (file) => file.providerName)].flatMap(([name, own]) => {
      const through = dataThrough(own);
      return through ? [[name, through] as const] : [];
    }),
  );

const freshnessOf = (files: readonly ChargeFile[]): Overview['freshness'] =>
  [...Map.groupBy(files, (file) => file.providerName)].map(([providerName, own]) => ({
    providerName,
    dataThrough: formatInstant(dataThrough(own) ?? new Date(0)),
    importedAt: formatInstant(new Date(Math.max(...own.map((file) => file.importedAt.getTime())))),
    rows: own.reduce((rows, file) => rows + file.rows, 0),
  }));

/** The overview of one currency about one state of the lake. */
export const overviewOf = async (
  questions: Questions,
  live: LiveFiles,
  ask: OverviewAsk,
  signal?: AbortSignal,
): Promise<CostOverview> => {
  const { cost, now } = ask;
  const scoped = (spans: readonly Span[], currency = ask.currency) =>
    scopeOf(live, { filter: [], currency }, spans);
  const { currency, currencies, dataThrough, generation } = scoped([everything]).source;
  const about = { currency, currencies, cost, dataThrough, generation, freshness: freshnessOf(live.files) };
  const latest = currency === null ? undefined : latestMonth(live.files, currency, now);
  if (currency === null || latest === undefined) return { ...about, ...nothing };

  // One month more than the trend shows, for when the latest one cannot be shown yet.
  const { scope } = scoped([{ from: monthStart(latest.from, -13), to: latest.to }], currency);
  const days = scope ? await questions.dailyCosts({ scope, cost }, signal) : [];
  const shown = shownMonth(latest, days, live.files, now);
  const { month, through, isCurrentMonth } = shown;
  const current: Span = { from: month.from, to: through };
  const previous = sameDaysBefore(month, through);
  const both = scoped([previous, current], currency).scope;
  const within = scoped([current], currency).scope;
  const [cells, uses] = await Promise.all([
    both ? questions.costSeries({ scope: both, current, previous, cost, ...byService }, signal) : [],
    within ? questions.commitmentUse(within, signal) : [],
  ]);
  return {
    ...about,
    month: periodOf(month),
    isCurrentMonth,
    through: formatInstant(through),
    previousPeriod: periodOf(previous),
    monthToDate: compared(sumWithin(days, current), sumWithin(days, previous)),
    lastMonth: decimalText(sumWithin(days, { from: monthStart(month.from, -1), to: month.from })),
    ...forecastOf(days, month, through),
    trend: trendOf(days, month),
    ...breakdownOf(cells),
    commitments: commitmentsOf(uses),
  };
};

const byService = {
  granularity: 'none',
  dimensions: ['ProviderName', 'ServiceName'],
  consumedUnit: undefined,
  limit: mostServices,
  sort: 'total',
} as const;

const nothing = {
  month: null,
  isCurrentMonth: false,
  through: null,
  previousPeriod: null,
  monthToDate: { total: null, previous: null, change: null },
  lastMonth: null,
  forecast: null,
  forecastMissing: 'no-data',
  trend: [],
  providers: [],
  services: [],
  otherServices: null,
  movers: [],
  commitments: [],
} satisfies Partial<CostOverview>;
