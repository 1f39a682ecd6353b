const dayMs = 86_400_000;

/** No day known. */
export const noDay = -1;

/** A calendar day as days since 1970-01-01 (UTC), from `2026-06-30` or an instant. `NaN` for anything else. */
export const dayOf = (text: string): number => Math.floor(Date.parse(text) / dayMs);

/** The day as `2026-06-30`; null for no day. */
export const dayText = (day: number): string | null =>
  day === noDay ? null : new Date(day * dayMs).toISOString().slice(0, 10);

/** The day of a Graph instant that may be missing; Graph also writes `0001-01-01T00:00:00Z` for never. */
export const dayOfInstant = (instant: string | null | undefined): number =>
  instant === null || instant === undefined ? noDay : Math.max(noDay, dayOf(instant));
