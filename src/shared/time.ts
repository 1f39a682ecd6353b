import { z } from 'zod';

/** The time as seen by the program; passed in so that tests can turn it. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** An instant on the wire: ISO 8601 in UTC, `2026-01-31T00:00:00Z` or with milliseconds. */
export const instantSchema = z.iso.datetime();

/** The instant without a zero fraction: `2026-01-31T00:00:00Z`. */
export const formatInstant = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

/** A calendar day on the wire, `2026-01-31`. */
export const daySchema = z.iso.date();
