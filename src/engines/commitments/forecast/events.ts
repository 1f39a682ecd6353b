import type { Expectation } from './expectation.ts';
import type { Forecaster } from './forecaster.ts';
import { parameters } from './parameters.ts';

/** Demand that is known to change: hours from now, and by what it is multiplied while the event lasts. */
export interface KnownEvent {
  /** Index of a series, or null for all. */
  readonly series: number | null;
  readonly fromHours: number;
  readonly untilHours: number;
  readonly factor: number;
}

const stepHours = parameters.stepDays * 24;

const levelHours = parameters.shapeDays * 24;
/** Where an event leaves less than this part, what is left is too little to read from it what comes back. */
const leastFactor = 0.05;

/** Share of the hours from `start` on in which an event lasts. */
const shareOf = ({ fromHours, untilHours }: KnownEvent, start: number, hours: number): number =>
  Math.max(0, Math.min(1, (Math.min(untilHours, start + hours) - Math.max(fromHours, start)) / hours));

/** The factor that usage now, the mean of the last fortnight, already contains of an event that is running. */
export const containedFactor = (event: KnownEvent): number =>
  1 + (event.factor - 1) * shareOf(event, -levelHours, levelHours);

/** Whether what follows a running event can be told from what it leaves. */
export const isReadable = (event: KnownEvent): boolean => containedFactor(event) >= leastFactor;

/** Whether an event changes what is to come: it is not over, nor in force for good in all of the last fortnight. */
export const isToCome = (event: KnownEvent): boolean =>
  event.untilHours > 0 && (Number.isFinite(event.untilHours) || event.fromHours > -levelHours);

/**
 * What an event does to a step, against usage now: its factor for the part of the step in which it lasts, over the
 * factor that usage now contains. The end of a running event is a recovery.
 */
const effectOn = (event: KnownEvent, step: number): number =>
  isReadable(event)
    ? (1 + (event.factor - 1) * shareOf(event, step * stepHours, stepHours)) / containedFactor(event)
    : 1;

/** A forecaster that also knows what will happen. An event of one series moves the total by the series' share. */
export const withEvents = (forecaster: Forecaster, known: readonly KnownEvent[]): Forecaster => {
  const events = known.filter(isToCome);
  if (events.length === 0) return forecaster;
  const weightIn = (event: KnownEvent, pool: number | null): number => {
    if (event.series === null || event.series === pool) return 1;
    if (pool !== null) return 0;
    const total = forecaster.level(null);
    return total > 0 ? forecaster.level(event.series) / total : 0;
  };
  return {
    ...forecaster,
    expectations: (pool, steps) =>
      forecaster.expectations(pool, steps).map((each): Expectation => {
        const changed = (factors: Float64Array): Float64Array =>
          factors.map((factor, step) =>
            events.reduce(
              (value, event) => value * (1 + (effectOn(event, step) - 1) * weightIn(event, pool)),
              factor,
            ),
          );
        return {
          ...each,
          factors: changed(each.factors),
          ...(each.plain && { plain: changed(each.plain) }),
        };
      }),
  };
};
