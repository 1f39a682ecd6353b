import { dayMs, type Period } from '../../shared/explorer/period.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Overview } from '../../shared/overview/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import { changeOf, type DailyCost, type Span } from '../explorer/feature.ts';
import { monthStart, sumWithin, usageHistory } from './days.ts';
import { confidence, forecastSum } from './forecast.ts';

/** An exact number on the wire. */
export const decimalText = (value: Exact | null): string | null =>
  value === null ? null : formatDecimal(value);

/** A span as the API writes it. */
export const periodOf = ({ from, to }: Span): Period => ({
  from: formatInstant(from),
  to: formatInstant(to),
});

/** Two exact sums beside each other. */
export const compared = (total: Exact | null, previous: Exact | null): Overview['monthToDate'] => ({
  total: decimalText(total),
  previous: decimalText(previous),
  change: changeOf(total, previous, 'cost'),
});

/** The sums of thirteen months, the shown one last. */
export const trendOf = (days: readonly DailyCost[], month: Span): Overview['trend'] =>
  Array.from({ length: 13 }, (_, index) => {
    const from = monthStart(month.from, index - 12);
    return {
      month: formatInstant(from),
      total: decimalText(sumWithin(days, { from, to: monthStart(from, 1) })),
    };
  });

/** Purchases, tax, credits and adjustments: they come on fixed days, and so did those of the month before. */
const fixedAhead = (days: readonly DailyCost[], month: Span, through: Date): Exact => {
  const before = monthStart(month.from, -1);
  const from = new Date(before.getTime() + (through.getTime() - month.from.getTime()));
  const fixed = days.filter((day) => !day.isUsage);
  return (from < month.from ? sumWithin(fixed, { from, to: month.from }) : null) ?? new Exact(0);
};

/** Cents are more than an estimate knows. */
const estimate = (value: Exact): string => formatDecimal(value.toDecimalPlaces(2));

/** The expected cost of the whole month, or why there is none. */
export const forecastOf = (
  days: readonly DailyCost[],
  month: Span,
  through: Date,
): Pick<Overview, 'forecast' | 'forecastMissing'> => {
  const remainingDays = Math.round((month.to.getTime() - through.getTime()) / dayMs);
  if (remainingDays <= 0) return { forecast: null, forecastMissing: 'month-complete' };
  const usage = forecastSum(usageHistory(days, through), remainingDays);
  if (!usage) return { forecast: null, forecastMissing: 'too-little-history' };
  const known = (sumWithin(days, { from: month.from, to: through }) ?? new Exact(0)).plus(
    fixedAhead(days, month, through),
  );
  const { sum, interval, historyDays, backtests } = usage;
  return {
    forecast: {
      total: estimate(known.plus(sum)),
      low: interval ? estimate(known.plus(interval.low)) : null,
      high: interval ? estimate(known.plus(interval.high)) : null,
      method: 'weekday-trend',
      confidence: String(confidence),
      historyDays,
      backtests,
      remainingDays,
    },
    forecastMissing: null,
  };
};
