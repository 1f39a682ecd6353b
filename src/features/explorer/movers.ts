import type { InputOf, ResponseOf } from '../../shared/endpoint.ts';
import { AppError } from '../../shared/errors.ts';
import type { listMovers } from '../../shared/explorer/contract.ts';
import { type Period, periodFault, previousPeriod } from '../../shared/explorer/period.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions, SeriesCell } from './cost-questions.ts';
import { changeOf } from './figures.ts';
import { scopeOf, spanOf } from './scope.ts';

type Query = InputOf<typeof listMovers>['query'];
type Answer = ResponseOf<typeof listMovers>;

const wrong = (detail: string): AppError => new AppError('invalid_input', { detail });

const baselineOf = (query: Query): Period => {
  const { previousFrom, previousTo } = query;
  if (previousFrom === undefined && previousTo === undefined) return previousPeriod(query);
  if (previousFrom === undefined || previousTo === undefined) {
    throw wrong('query.previousFrom and query.previousTo belong together; one is missing.');
  }
  const baseline = { from: previousFrom, to: previousTo };
  const fault = periodFault(baseline);
  if (fault) throw wrong(`query.previousTo: ${fault}`);
  const [a, b] = [spanOf(baseline), spanOf(query)];
  if (a.from < b.to && b.from < a.to) throw wrong('query.previousFrom: the two periods overlap.');
  return baseline;
};

const sumOf = (cells: readonly SeriesCell[]): Exact | null =>
  cells.length === 0 ? null : cells.reduce((sum, cell) => sum.plus(cell.cost), new Exact(0));

const present = (cells: readonly SeriesCell[]): Answer['items'][number][] => {
  const current = sumOf(cells.filter((cell) => cell.bucketMs !== null));
  const previous = sumOf(cells.filter((cell) => cell.bucketMs === null));
  const change = changeOf(current, previous, 'cost');
  if (!change || change.amount === '0') return [];
  const text = (value: Exact | null): string | null => (value === null ? null : formatDecimal(value));
  return [{ key: cells[0]?.key[0] ?? null, current: text(current), previous: text(previous), change }];
};

/**
 * The values of a dimension whose cost changed most, in either direction; what did not change is not named.
 * @throws AppError invalid_input when the two periods overlap or one is not a period
 */
export const answerMovers = async (
  questions: Pick<CostQuestions, 'costSeries'>,
  live: LiveFiles,
  query: Query,
  signal?: AbortSignal,
): Promise<Answer> => {
  const baseline = baselineOf(query);
  const [current, previous] = [spanOf(query), spanOf(baseline)];
  const { scope, source } = scopeOf(live, query, [current, previous]);
  const { dimension, cost, limit } = query;
  const ask = { current, previous, granularity: 'none', dimensions: [dimension], sort: 'change' } as const;
  const cells = scope
    ? await questions.costSeries({ scope, ...ask, cost, consumedUnit: undefined, limit }, signal)
    : [];
  const byRank = Map.groupBy(cells, (cell) => cell.rank);
  const ranks = [...byRank.keys()].filter((rank) => rank <= limit).sort((a, b) => a - b);
  return {
    ...source,
    period: { from: query.from, to: query.to },
    previousPeriod: baseline,
    items: ranks.flatMap((rank) => present(byRank.get(rank) ?? [])),
  };
};
