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

/** What an event does to a step: its factor for the part of the step in which it lasts. */
const effectOn = ({ fromHours, untilHours, factor }: KnownEvent, step: number): number => {
  const start = step * stepHours;
  const overlap = Math.min(untilHours, start + stepHours) - Math.max(fromHours, start);
  const part = Math.max(0, Math.min(1, overlap / stepHours));
  return 1 + (factor - 1) * part;
};

/** A forecaster that also knows what will happen. An event of one series moves the total by the series' share. */
export const withEvents = (forecaster: Forecaster, events: readonly KnownEvent[]): Forecaster => {
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
