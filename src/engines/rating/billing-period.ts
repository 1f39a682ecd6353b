const dayMs = 86_400_000;

/** A day as number since 1970-01-01 (UTC). */
export const dayNumberOf = (atMs: number): number => Math.floor(atMs / dayMs);

/** `2026-01-31` */
export const dayTextOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/**
 * The first day of the billing period that a moment (UTC) belongs to, as a day number.
 *
 * @param startDay day of the month on which periods begin, 1 to 28
 */
export const periodStartOf = (atMs: number, startDay: number): number => {
  const at = new Date(atMs);
  const month = at.getUTCMonth() - (at.getUTCDate() >= startDay ? 0 : 1);
  return dayNumberOf(Date.UTC(at.getUTCFullYear(), month, startDay));
};

/** The first day after a billing period. */
export const periodEndOf = (startDay: number): number => {
  const at = new Date(startDay * dayMs);
  return dayNumberOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()));
};
