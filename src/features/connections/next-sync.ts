const dayMs = 86_400_000;

/** The next full hour `hour` (UTC) after `after`; null where a connection syncs by hand only. */
export const nextSyncAt = (hour: number | null, after: Date): Date | null => {
  if (hour === null) return null;
  const today = Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate(), hour);
  return new Date(today > after.getTime() ? today : today + dayMs);
};
