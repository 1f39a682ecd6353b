import { AppError } from '../../shared/errors.ts';
import { dayMs, type Period } from '../../shared/explorer/period.ts';
import type { Granularity } from '../../shared/explorer/question.ts';
import { formatInstant } from '../../shared/time.ts';
import type { Span } from './charge-files.ts';

/** A step in time; the first and the last are cut to the period. */
export interface Bucket {
  /** Where the whole step begins, as the queries name it (ms since 1970). */
  readonly startMs: number;
  readonly period: Period;
}

/** The most points of one answer: about 5 MB of JSON. */
const maximumCells = 100_000;
const maximumBuckets = 2000;
const maximumSeries = 10_000;

const hourMs = 3_600_000;

const startOf = (at: Date, granularity: Exclude<Granularity, 'none'>): Date => {
  if (granularity === 'month') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const stepMs = granularity === 'hour' ? hourMs : dayMs;
  return new Date(Math.floor(at.getTime() / stepMs) * stepMs);
};

const nextOf = (at: Date, granularity: Exclude<Granularity, 'none'>): Date => {
  if (granularity === 'month') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return new Date(at.getTime() + (granularity === 'hour' ? hourMs : dayMs));
};

const clipped = (start: Date, end: Date, { from, to }: Span): Bucket => ({
  startMs: start.getTime(),
  period: { from: formatInstant(start < from ? from : start), to: formatInstant(end > to ? to : end) },
});

/** How many series an answer with so many steps can name. */
export const seriesThatFit = (steps: number): number =>
  // `bucketsOf` counts up to two steps more before it knows how the period lies.
  Math.max(1, Math.min(maximumSeries, Math.floor(maximumCells / (steps + 2))));

/**
 * The steps of a period in UTC.
 * @throws AppError invalid_input when there would be more than 2,000 steps, or with the series more points
 * than an answer holds
 */
export const bucketsOf = (span: Span, granularity: Granularity, series: number): readonly Bucket[] => {
  if (granularity === 'none') return [clipped(span.from, span.to, span)];
  const stepMs = { hour: hourMs, day: dayMs, month: 28 * dayMs }[granularity];
  const most = Math.ceil((span.to.getTime() - span.from.getTime()) / stepMs) + 1;
  if (most > maximumBuckets || most * series > maximumCells) {
    throw new AppError('invalid_input', {
      detail: `query.granularity: ${granularity}s of this period are up to ${most} steps for each of ${series} series; the limit is ${maximumBuckets} steps and ${maximumCells} points.`,
      fix: 'Ask for longer steps, a shorter period or fewer series.',
    });
  }
  const buckets: Bucket[] = [];
  let start = startOf(span.from, granularity);
  while (start < span.to) {
    const end = nextOf(start, granularity);
    buckets.push(clipped(start, end, span));
    start = end;
  }
  return buckets;
};
