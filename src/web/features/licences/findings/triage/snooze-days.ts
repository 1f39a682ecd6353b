/** How long findings can sleep without choosing a day. */
export const snoozePresets = ['week', 'month', 'quarter', 'half-year', 'year'] as const;
export type SnoozePreset = (typeof snoozePresets)[number];

const months: Readonly<Record<Exclude<SnoozePreset, 'week'>, number>> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};

const dayText = (day: Date): string => day.toISOString().slice(0, 10);

/** So many months later; the last day of a shorter month where the day does not exist in it. */
const addMonths = (today: Date, count: number): Date => {
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth() + count];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(today.getUTCDate(), last)));
};

/** The day (UTC) until which a preset lets findings sleep. */
export const snoozeDay = (preset: SnoozePreset, today: Date): string =>
  preset === 'week'
    ? dayText(new Date(today.getTime() + 7 * 86_400_000))
    : dayText(addMonths(today, months[preset]));

/** The first and the last day that the API takes: tomorrow, and two years ahead. */
export const snoozeBounds = (today: Date): { readonly first: string; readonly last: string } => ({
  first: dayText(new Date(today.getTime() + 86_400_000)),
  last: dayText(addMonths(today, 24)),
});
