import type { Connection, Sync, SyncSource } from '../../../shared/connections/contract.ts';

/** Whether nothing more happens to a source in this sync. */
export const isEnded = ({ state }: Pick<SyncSource, 'state'>): boolean =>
  state !== 'waiting' && state !== 'reading';

/** How complete a sync is: sources that were read whole, of all; and those that lack something. */
export const completeness = (sync: Sync) => ({
  total: sync.sources.length,
  ended: sync.sources.filter(isEnded).length,
  whole: sync.sources.filter(({ state }) => state === 'complete').length,
  weak: sync.sources.filter(({ state }) => state === 'partial' || state === 'missing' || state === 'failed'),
});

/**
 * When the next daily sync begins: the next full hour (UTC) of this name. Null where nothing is read by itself: the
 * connection is not connected, reads no tenant, or syncs by hand only.
 */
export const nextSyncAt = (
  { state, level, syncHour }: Pick<Connection, 'state' | 'level' | 'syncHour'>,
  now: Date,
): string | null => {
  if (state !== 'connected' || level !== 'administrator' || syncHour === null) return null;
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), syncHour));
  if (at <= now) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString();
};

/** `2026-01-01T03:00:00Z`: an hour of the day in UTC, to be written in the member's time zone. */
export const hourInstant = (hour: number, now: Date): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour)).toISOString();
