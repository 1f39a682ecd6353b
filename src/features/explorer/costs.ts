import type { CostsAnswer } from '../../shared/explorer/contract.ts';
import { type Period, previousPeriod } from '../../shared/explorer/period.ts';
import type { Question } from '../../shared/explorer/question.ts';
import { formatDecimal } from '../../shared/money.ts';
import { type Bucket, bucketsOf } from './buckets.ts';
import type { LiveFiles } from './charge-files.ts';
import type { ConsumedUnit, CostQuestions, SeriesAsk, SeriesCell } from './cost-questions.ts';
import { figuresOf, shareOf } from './figures.ts';
import { scopeOf, spanOf } from './scope.ts';

/** What is known about a question before its cells are. */
interface Frame {
  readonly question: Question;
  readonly previous: Period | undefined;
  readonly buckets: readonly Bucket[];
  readonly source: ReturnType<typeof scopeOf>['source'];
  readonly units: readonly ConsumedUnit[];
  readonly unit: string | undefined;
}

/** Answers a question of the explorer about one state of the lake. */
export const answerCosts = async (
  questions: Pick<CostQuestions, 'costSeries' | 'consumedUnits'>,
  live: LiveFiles,
  question: Question,
  signal?: AbortSignal,
): Promise<CostsAnswer> => {
  const previous = question.compare ? previousPeriod(question) : undefined;
  const current = spanOf(question);
  const buckets = bucketsOf(current, question.granularity, question.groupBy.length > 0 ? question.limit : 1);
  const spans = [previous ? { from: new Date(previous.from), to: current.to } : current];
  const { scope, source } = scopeOf(live, question, spans);
  const frame = { question, previous, buckets, source };
  if (!scope) return present({ ...frame, units: [], unit: question.unit }, []);

  const counted = question.measure !== 'cost';
  const units = counted ? await questions.consumedUnits({ scope, cost: question.cost }, signal) : [];
  const unit = counted ? (question.unit ?? units[0]?.unit) : undefined;
  // No charge has a quantity: there is no unit to add up, and adding different ones would be wrong.
  if (counted && unit === undefined) return present({ ...frame, units, unit }, []);

  const ask: SeriesAsk = {
    scope,
    current,
    previous: previous && spanOf(previous),
    granularity: question.granularity,
    dimensions: question.groupBy,
    cost: question.cost,
    consumedUnit: unit,
    limit: question.limit,
    sort: question.sort,
  };
  return present({ ...frame, units, unit }, await questions.costSeries(ask, signal));
};

const seriesOf = (cells: readonly SeriesCell[], frame: Frame, whole: string | null) => {
  const { question, buckets } = frame;
  const { measure, compare } = question;
  const byRank = Map.groupBy(cells, (cell) => cell.rank);
  const figures = (rank: number) => {
    const own = figuresOf(byRank.get(rank) ?? [], { buckets, measure, compare });
    return { ...own, share: shareOf(own.total, whole, measure) };
  };
  const last = question.limit + 1;
  const ranks = [...byRank.keys()].filter((rank) => rank < last).sort((a, b) => a - b);
  const series = ranks.map((rank) => ({ key: [...(byRank.get(rank)?.[0]?.key ?? [])], ...figures(rank) }));
  const count = (cells[0]?.groups ?? 0) - series.length;
  return { series, other: count > 0 ? { ...figures(last), count } : null };
};

const present = (frame: Frame, cells: readonly SeriesCell[]): CostsAnswer => {
  const { question, previous, buckets, source, units, unit } = frame;
  const { measure, compare, granularity } = question;
  const total = figuresOf(cells, { buckets, measure, compare });
  const grouped = question.groupBy.length > 0;
  return {
    ...source,
    period: { from: question.from, to: question.to },
    previousPeriod: previous ?? null,
    granularity,
    measure,
    unit: unit ?? null,
    units: units.map((each) => ({ unit: each.unit, cost: formatDecimal(each.cost) })),
    buckets: buckets.map((bucket) => bucket.period),
    total,
    ...(grouped ? seriesOf(cells, frame, total.total) : { series: [], other: null }),
    rowsMatched: cells.reduce((rows, cell) => rows + cell.rows, 0),
  };
};
