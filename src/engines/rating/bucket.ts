import { dayNumberOf, periodStartOf } from './billing-period.ts';
import type { QuantitySum } from './quantity-sum.ts';
import type { MeterRates } from './rate-card.ts';

/** Usage of a meter in a billing period of a subscription, by version of its rate. */
export interface Bucket {
  readonly subscriptionId: string;
  readonly rates: MeterRates;
  /** A day number. */
  readonly periodStart: number;
  readonly sums: (QuantitySum | undefined)[];
}

export interface Buckets {
  /** The bucket, made where there is none. The case of the subscription's id does not matter. */
  of(subscriptionId: string, rates: MeterRates, periodStart: number): Bucket;
  all(): readonly Bucket[];
}

type ByMeter = Map<MeterRates, Bucket>;

export const createBuckets = (): Buckets => {
  const periods = new Map<number, Map<string, ByMeter>>();
  const made: Bucket[] = [];
  /** By the id as it is written, and in lower case: both spellings lead to one list of meters. */
  const metersOf = (bySubscription: Map<string, ByMeter>, subscriptionId: string): ByMeter => {
    const known = bySubscription.get(subscriptionId);
    if (known) return known;
    const key = subscriptionId.toLowerCase();
    const byMeter = bySubscription.get(key) ?? new Map<MeterRates, Bucket>();
    bySubscription.set(key, byMeter);
    bySubscription.set(subscriptionId, byMeter);
    return byMeter;
  };
  return {
    of: (subscriptionId, rates, periodStart) => {
      let bySubscription = periods.get(periodStart);
      if (!bySubscription) {
        bySubscription = new Map();
        periods.set(periodStart, bySubscription);
      }
      const byMeter = metersOf(bySubscription, subscriptionId);
      const known = byMeter.get(rates);
      if (known) return known;
      const bucket = { subscriptionId, rates, periodStart, sums: [] };
      byMeter.set(rates, bucket);
      made.push(bucket);
      return bucket;
    },
    all: () => made,
  };
};

/** `periodStartOf` that remembers each day it was asked for. */
export const createPeriods = (startDay: number): ((atMs: number) => number) => {
  const byDay = new Map<number, number>();
  return (atMs) => {
    const day = dayNumberOf(atMs);
    const known = byDay.get(day);
    if (known !== undefined) return known;
    const start = periodStartOf(atMs, startDay);
    byDay.set(day, start);
    return start;
  };
};
