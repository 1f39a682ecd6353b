import { dayNumberOf, periodStartOf } from './billing-period.ts';
import type { QuantitySum } from './quantity-sum.ts';
import type { MeterRates } from './rate-card.ts';

/** A subscription as results name it: the last of its spellings in the order of text (lower case), whichever came first. */
interface Subscription {
  id: string;
}

/** Usage of a meter in a billing period of a subscription, by version of its rate. */
export interface Bucket {
  readonly subscription: Readonly<Subscription>;
  readonly rates: MeterRates;
  /** A day number. */
  readonly periodStart: number;
  readonly sums: (QuantitySum | undefined)[];
  /** Where the last correction stands, for messages. */
  correctedAt?: string;
}

export interface Buckets {
  /** The bucket, made where there is none. The case of the subscription's id does not matter. */
  of(subscriptionId: string, rates: MeterRates, periodStart: number): Bucket;
  all(): readonly Bucket[];
}

interface ByMeter {
  readonly subscription: Subscription;
  readonly buckets: Map<MeterRates, Bucket>;
}

export const createBuckets = (): Buckets => {
  const periods = new Map<number, Map<string, ByMeter>>();
  const subscriptions = new Map<string, Subscription>();
  const made: Bucket[] = [];
  const subscriptionOf = (key: string, subscriptionId: string): Subscription => {
    const known = subscriptions.get(key);
    if (known && subscriptionId > known.id) known.id = subscriptionId;
    if (known) return known;
    const subscription = { id: subscriptionId };
    subscriptions.set(key, subscription);
    return subscription;
  };
  /** By the id as it is written, and in lower case: both spellings lead to one list of meters. */
  const metersOf = (bySubscription: Map<string, ByMeter>, subscriptionId: string): ByMeter => {
    const known = bySubscription.get(subscriptionId);
    if (known) return known;
    const key = subscriptionId.toLowerCase();
    const subscription = subscriptionOf(key, subscriptionId);
    const byMeter = bySubscription.get(key) ?? { subscription, buckets: new Map<MeterRates, Bucket>() };
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
      const { subscription, buckets } = metersOf(bySubscription, subscriptionId);
      const known = buckets.get(rates);
      if (known) return known;
      const bucket: Bucket = { subscription, rates, periodStart, sums: [] };
      buckets.set(rates, bucket);
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
