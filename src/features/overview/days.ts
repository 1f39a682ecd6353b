import { dayMs } from '../../shared/explorer/period.ts';
import { Exact } from '../../shared/money.ts';
import type { DailyCost, Span } from '../explorer/feature.ts';

/** A provider that has sent nothing for so long is not waited for. */
const inactiveAfterDays = 10;

export const monthStart = (at: Date, offset = 0): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));
const startOfDayMs = (at: Date): number => Math.floor(at.getTime() / dayMs) * dayMs;

/** How far the files of each provider reach. */
export type ReachOf = ReadonlyMap<string | null, Date>;

/**
 * The end of the last day that every active provider has delivered, of usage: a monthly fee reaches to the end
 * of the month on its first day. Undefined when no day of the month is complete.
 */
export const completeThrough = (
  days: readonly DailyCost[],
  reach: ReachOf,
  month: Span,
): Date | undefined => {
  const lastUsage = new Map<string | null, number>();
  for (const { providerName, dayMs: at, isUsage } of days) {
    if (isUsage && at < month.to.getTime()) {
      lastUsage.set(providerName, Math.max(at, lastUsage.get(providerName) ?? 0));
    }
  }
  const ends = [...lastUsage].map(([providerName, lastDay]) => {
    const through = reach.get(providerName);
    // The day of the delivery is not over, however many of its hours have been sent.
    return through === undefined ? lastDay + dayMs : Math.min(lastDay + dayMs, startOfDayMs(through));
  });
  const latest = Math.max(...ends);
  const active = ends.filter((end) => end > latest - inactiveAfterDays * dayMs && end > month.from.getTime());
  return active.length === 0 ? undefined : new Date(Math.min(...active));
};

/** The first days of the month before, as many as have passed of this one; all of it when all have. */
export const sameDaysBefore = (month: Span, through: Date): Span => {
  const from = monthStart(month.from, -1);
  if (through >= month.to) return { from, to: month.from };
  const to = new Date(from.getTime() + (through.getTime() - month.from.getTime()));
  return { from, to: to < month.from ? to : month.from };
};

/** The exact sum of days in a span, or null where there is no charge. */
export const sumWithin = (days: readonly DailyCost[], { from, to }: Span): Exact | null => {
  const own = days.filter((day) => day.dayMs >= from.getTime() && day.dayMs < to.getTime());
  return own.length === 0 ? null : own.reduce((sum, day) => sum.plus(day.cost), new Exact(0));
};

/** Usage of each day up to an end, from the first day that has any; days without charges are zero. */
export const usageHistory = (days: readonly DailyCost[], through: Date): readonly number[] => {
  const usage = days.filter((day) => day.isUsage && day.dayMs < through.getTime());
  const first = usage[0]?.dayMs;
  if (first === undefined) return [];
  const byDay = Map.groupBy(usage, (day) => day.dayMs);
  const count = Math.round((through.getTime() - first) / dayMs);
  return Array.from({ length: count }, (_, index) => {
    const own = byDay.get(first + index * dayMs) ?? [];
    return own.reduce((sum, day) => sum.plus(day.cost), new Exact(0)).toNumber();
  });
};
