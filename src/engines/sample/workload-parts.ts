import type { Meter, Part } from './model.ts';

type Options = Partial<Pick<Meter, 'growthPerMonth' | 'weekend' | 'seasonal'>>;

/** Hours of something that runs; `perDay` is 24 for each of its units. */
export const hours = (skuId: string, perDay = 24): Meter => ({
  skuId,
  kind: 'hours',
  perDay,
  growthPerMonth: 0,
  weekend: 1,
  seasonal: false,
});

/** An amount that varies: a little at random, less at the weekend, more every month. */
export const amount = (skuId: string, perDay: number, options: Options = {}): Meter => ({
  skuId,
  kind: 'amount',
  perDay,
  growthPerMonth: 0.015,
  weekend: 0.7,
  seasonal: false,
  ...options,
});

/** Something stored: weekends change nothing. `units` are what is kept, billed by the month. */
export const stored = (skuId: string, units: number, growthPerMonth = 0.01): Meter =>
  amount(skuId, units / 30, { growthPerMonth, weekend: 1 });

/** Resources of one kind. */
export const part = (name: string, count: number, ...meters: readonly Meter[]): Part => ({
  name,
  count,
  meters,
});
