import type { ResponseOf } from '../../../../shared/endpoint.ts';
import type { seatHistory } from '../../../../shared/licences/contract.ts';
import { Exact } from '../../../../shared/money.ts';
import type { ChartSeries } from '../../../ui/chart/chart-data.ts';
import { type Amount, amountsOfKind, type CashKind } from '../common/saving-sums.ts';

export type History = ResponseOf<typeof seatHistory>;
type Point = History['points'][number];

/** What the history of seats can show. */
export const historyViews = ['seats', 'activity', 'cost', 'savings'] as const;
export type HistoryView = (typeof historyViews)[number];

type Label = (key: string) => string;

const line = (
  key: string,
  label: string,
  points: readonly Point[],
  of: (point: Point) => number,
): ChartSeries => ({
  key,
  label,
  values: points.map((point) => String(of(point))),
});

export const seatSeries = (points: readonly Point[], label: Label): readonly ChartSeries[] => [
  line('bought', label('seats.bought'), points, ({ bought }) => bought),
  line('assigned', label('seats.assigned'), points, ({ assigned }) => assigned),
  line('active', label('seats.active'), points, ({ holders }) => holders.active),
];

const states = ['active', 'stale', 'inactive', 'never', 'unknown'] as const;

/** Holders by activity; a state that nobody ever was in is left out. */
export const activitySeries = (points: readonly Point[], label: Label): readonly ChartSeries[] =>
  states
    .filter((state) => points.some(({ holders }) => holders[state] > 0))
    .map((state) => line(state, label(`activity.${state}`), points, ({ holders }) => holders[state]));

/** The currency in which most was paid last; others are said to be left out, never added. */
export const currenciesOf = (points: readonly Point[]): readonly string[] => {
  const last = new Map<string, Exact>();
  for (const { monthlyCost } of points)
    for (const { currency, amount } of monthlyCost) last.set(currency, new Exact(amount));
  return [...last].sort(([, a], [, b]) => b.comparedTo(a)).map(([currency]) => currency);
};

const amountIn = (amounts: readonly Amount[], currency: string): string | null =>
  amounts.find((each) => each.currency === currency)?.amount ?? null;

export const costSeries = (
  points: readonly Point[],
  currency: string,
  label: Label,
): readonly ChartSeries[] => [
  {
    key: 'total',
    label: label('monthlyCost'),
    values: points.map((point) => amountIn(point.monthlyCost, currency)),
  },
];

const kinds: readonly CashKind[] = ['freed-seat', 'cash-at-renewal', 'avoided-purchase'];

/** A line for each kind of saving: side by side, because they do not add up. */
export const savingSeries = (
  points: readonly Point[],
  currency: string,
  label: Label,
): readonly ChartSeries[] =>
  kinds
    .map((kind) => ({
      key: kind,
      label: label(`kind.${kind}`),
      values: points.map(({ savings }) => amountIn(amountsOfKind(savings, kind), currency)),
    }))
    .filter(({ values }) => values.some((value) => value !== null));
