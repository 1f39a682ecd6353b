import type { Period } from '../../../shared/explorer/period.ts';

const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** First and last calendar day (UTC), both inclusive, as people write a period. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

/** The days of a period whose end is exclusive. A period that ends within a day includes that day. */
export const daysOf = (period: Period): DayRange => ({
  first: period.from.slice(0, 10),
  last: dayOf(new Date(period.to).getTime() - 1),
});

/** The period of whole days; its end is the midnight after the last one. */
export const periodOf = ({ first, last }: DayRange): Period => ({
  from: `${first}T00:00:00Z`,
  to: `${dayOf(new Date(`${last}T00:00:00Z`).getTime() + dayMs)}T00:00:00Z`,
});
