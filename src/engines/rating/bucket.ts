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

/** Subscriptions by each way that their ids are written. */
const createSubscriptions = (): ((id: string) => Subscription) => {
  const bySpelling = new Map<string, Subscription>();
  const byLowerCase = new Map<string, Subscription>();
  return (id) => {
    const known = bySpelling.get(id);
    if (known) return known;
    const key = id.toLowerCase();
    const subscription = byLowerCase.get(key) ?? { id };
    if (id > subscription.id) subscription.id = id;
    byLowerCase.set(key, subscription);
    bySpelling.set(id, subscription);
    return subscription;
  };
};

/** What the map has there, made where it has nothing. */
const heldAt = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};

export const createBuckets = (): Buckets => {
  const subscriptionOf = createSubscriptions();
  const periods = new Map<number, Map<Subscription, Map<MeterRates, Bucket>>>();
  const made: Bucket[] = [];
  return {
    of: (subscriptionId, rates, periodStart) => {
      const subscription = subscriptionOf(subscriptionId);
      const bySubscription = heldAt(periods, periodStart, () => new Map());
      const byMeter = heldAt(bySubscription, subscription, () => new Map());
      return heldAt(byMeter, rates, () => {
        const bucket: Bucket = { subscription, rates, periodStart, sums: [] };
        made.push(bucket);
        return bucket;
      });
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
