import { AppError } from '../../shared/errors.ts';
import { type Exact, formatDecimal } from '../../shared/money.ts';
import type { PriceRules } from '../../shared/rating/price-rules.ts';
import type { RatedLine, RateResult } from '../../shared/rating/rate-result.ts';
import { dayTextOf } from './billing-period.ts';
import { type Bucket, createBuckets, createPeriods } from './bucket.ts';
import { amountOf, constantText, graduate, minus, plus, presentPart, type TierPart } from './graduate.ts';
import { createDigestSet, createTextSet, type Digest } from './identity-set.ts';
import { type Chargeable, recurringCharges, takeOff } from './offer-terms.ts';
import { createPricing } from './pricing.ts';
import { addQuantity, createQuantitySum, type QuantitySum, quantityOf } from './quantity-sum.ts';
import { indexMeters, type RateCard, zero } from './rate-card.ts';
import { moneyText, type Rounding, roundLine } from './rounding.ts';

/** One record of utilisation. */
export interface UsageRecord {
  readonly subscriptionId: string;
  readonly meterId: string;
  /** Begin of the usage, milliseconds since 1970-01-01. */
  readonly atMs: number;
  /** Decimal text; negative for a correction. */
  readonly quantity: string;
  /** Everything that the provider says of it: two records of the same text are one, reported twice. */
  readonly identity: string;
  /** File and JSON path, for messages. */
  readonly place?: string;
}

export interface RateOptions {
  readonly card: RateCard;
  readonly rounding: Rounding;
  /** Day of the month on which billing periods begin, 1 to 28. */
  readonly periodStart: number;
  /** Begin of the oldest period that is still open, in milliseconds: what is older is late and goes there. */
  readonly openSinceMs?: number;
  readonly priceRules?: PriceRules;
  /** To recognise repeated records by; without it, the text of every record is kept. */
  readonly digest?: Digest;
}

export interface Rater {
  /** @returns false where the quantity is no decimal number; the record is left out then */
  add(record: UsageRecord): boolean;
  /** @throws AppError `unprocessable` where corrections exceed what was used */
  finish(): RateResult;
}

interface Unrated {
  /** As subscriptions are named: the last of its spellings in the order of text. */
  meterId: string;
  readonly reason: RateResult['unrated'][number]['reason'];
  records: number;
  readonly quantity: QuantitySum;
}

interface Draft {
  readonly bucket: Bucket;
  readonly quantity: Exact;
  readonly included: Exact;
  readonly parts: readonly TierPart[];
  readonly chargeable: Chargeable;
}

const most = (a: Exact, b: Exact): Exact => (a.gt(b) ? a : b);

/**
 * Rates a bucket: each version of the rate prices its usage from the cumulative position that the older ones left.
 * The amounts are differences of a function of that position, so neither the order of records nor how usage is
 * split into them changes the sum.
 */
const rateBucket = (bucket: Bucket): Draft => {
  const { rates, periodStart } = bucket;
  let position = zero;
  let included = zero;
  let last = rates.versions[0];
  const parts: TierPart[] = [];
  for (const [number, version] of rates.versions.entries()) {
    const sum = bucket.sums[number];
    if (!sum) continue;
    const before = position;
    position = plus(position, quantityOf(sum));
    if (position.lt(0)) {
      const place = bucket.correctedAt === undefined ? '' : `${bucket.correctedAt}: `;
      throw new AppError('unprocessable', {
        detail:
          `${place}subscription ${bucket.subscription.id}, meter ${rates.meterId}, billing period ${dayTextOf(periodStart)}: ` +
          `corrections take the quantity to ${formatDecimal(position)}, below zero.`,
        fix: 'Add the usage that is corrected, or leave the correction out.',
      });
    }
    included = version.includedQuantity;
    last = version;
    const billable = (at: Exact): Exact => most(minus(at, included), zero);
    parts.push(...graduate(version.tiers, billable(before), billable(position)));
  }
  const chargeable = {
    meterId: rates.meterId,
    isThirdParty: last?.isThirdParty === true,
    amount: amountOf(parts),
  };
  return { bucket, quantity: position, included, parts, chargeable };
};

const recurringMeter = 'Recurring Charge';

const lineOf = (draft: Draft, discount: Exact, rounding: Rounding): RatedLine => {
  const { bucket, parts } = draft;
  const { amount } = draft.chargeable;
  const net = minus(amount, discount);
  const amountText = formatDecimal(amount);
  return {
    subscriptionId: bucket.subscription.id,
    meterId: bucket.rates.meterId,
    billingPeriodStart: dayTextOf(bucket.periodStart),
    quantity: formatDecimal(draft.quantity),
    includedQuantity: constantText(draft.included),
    ratedQuantity: formatDecimal(parts.reduce((sum, { quantity }) => plus(sum, quantity), zero)),
    tiers: parts.map(presentPart),
    amount: amountText,
    discount: discount.isZero() ? '0' : formatDecimal(discount),
    net: net === amount ? amountText : formatDecimal(net),
    rounded: moneyText(roundLine(net, rounding)),
  };
};

/** A recurring charge as a line of its own: one unit at its amount. */
const recurringLine = (
  subscriptionId: string,
  periodStart: number,
  amount: Exact,
  rounding: Rounding,
): RatedLine => {
  const text = formatDecimal(amount);
  return {
    subscriptionId,
    meterId: recurringMeter,
    billingPeriodStart: dayTextOf(periodStart),
    quantity: '1',
    includedQuantity: '0',
    ratedQuantity: '1',
    tiers: [{ from: '0', rate: text, quantity: '1', amount: text }],
    amount: text,
    discount: '0',
    net: text,
    rounded: moneyText(roundLine(amount, rounding)),
  };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Buckets by subscription and period, and by meter within them, whatever the case of the ids. */
const grouped = (buckets: readonly Bucket[]): readonly (readonly Bucket[])[] => {
  const keyed = buckets
    .map((bucket) => ({
      bucket,
      subscription: bucket.subscription.id.toLowerCase(),
      meter: bucket.rates.meterId.toLowerCase(),
    }))
    .sort(
      (a, b) =>
        byText(a.subscription, b.subscription) ||
        a.bucket.periodStart - b.bucket.periodStart ||
        byText(a.meter, b.meter),
    );
  const groups: Bucket[][] = [];
  let last: (typeof keyed)[number] | undefined;
  for (const each of keyed) {
    const isSame =
      last?.subscription === each.subscription && last.bucket.periodStart === each.bucket.periodStart;
    if (isSame) groups.at(-1)?.push(each.bucket);
    else groups.push([each.bucket]);
    last = each;
  }
  return groups;
};

/** The lines of one subscription and billing period, with what the offer's terms take off and add. */
const linesOf = (drafts: readonly Draft[], { card, rounding }: RateOptions): readonly RatedLine[] => {
  const [first] = drafts;
  if (!first) return [];
  const { subscription, periodStart } = first.bucket;
  const discounts = takeOff(
    card.terms,
    drafts.map(({ chargeable }) => chargeable),
    periodStart,
  );
  return [
    ...drafts.map((draft, index) => lineOf(draft, discounts[index] ?? zero, rounding)),
    ...recurringCharges(card.terms, periodStart).map((amount) =>
      recurringLine(subscription.id, periodStart, amount, rounding),
    ),
  ];
};

/**
 * Rates Azure usage by a rate card (docs/rating.md). Records are taken one by one, so that they need not be in memory
 * together; the result depends on what they say, not on their order or on how usage is split into them.
 *
 * Quantities, rates and amounts are exact; each line is rounded once.
 */
export const createRater = (options: RateOptions): Rater => {
  const meters = indexMeters(options.card.meters);
  const buckets = createBuckets();
  const unrated = new Map<string, Unrated>();
  const identities = options.digest ? createDigestSet(options.digest) : createTextSet();
  const periodOf = createPeriods(options.periodStart);
  let duplicates = 0;
  let late = 0;

  const isRepeated = (identity: string): boolean => {
    if (identities.add(identity)) return false;
    duplicates += 1;
    return true;
  };

  const leaveOut = (record: UsageRecord, reason: Unrated['reason']): boolean => {
    const key = `${reason} ${record.meterId.toLowerCase()}`;
    const entry = unrated.get(key) ?? {
      meterId: record.meterId,
      reason,
      records: 0,
      quantity: createQuantitySum(),
    };
    unrated.set(key, entry);
    if (record.meterId > entry.meterId) entry.meterId = record.meterId;
    if (isRepeated(record.identity)) return true;
    entry.records += 1;
    return addQuantity(entry.quantity, record.quantity);
  };

  const openStart = options.openSinceMs === undefined ? undefined : periodOf(options.openSinceMs);

  const add = (record: UsageRecord): boolean => {
    const rates = meters.get(record.meterId) ?? meters.get(record.meterId.toLowerCase());
    if (!rates) return leaveOut(record, 'unknown-meter');
    const version = rates.versionAt(record.atMs);
    if (version < 0) return leaveOut(record, 'before-first-rate');
    if (isRepeated(record.identity)) return true;
    const own = periodOf(record.atMs);
    const isLate = openStart !== undefined && own < openStart;
    const bucket = buckets.of(record.subscriptionId, rates, isLate ? openStart : own);
    if (isLate) late += 1;
    const sum = bucket.sums[version] ?? createQuantitySum();
    bucket.sums[version] = sum;
    if (record.place !== undefined && record.quantity.startsWith('-')) bucket.correctedAt = record.place;
    return addQuantity(sum, record.quantity);
  };

  return {
    add,
    finish: () => {
      // Group by group, so that what a line is calculated from is not kept beside the lines.
      const lines = grouped(buckets.all()).flatMap((group) => linesOf(group.map(rateBucket), options));
      const pricing = options.priceRules && createPricing(options.priceRules, options.card, options.rounding);
      const priced = pricing ? lines.map(pricing.priced) : lines;
      const total = priced.reduce((sum, { rounded }) => sum.plus(rounded), zero);
      return {
        currency: options.card.currency,
        lines: priced,
        unrated: [...unrated.values()]
          .map(({ meterId, reason, records, quantity }) => ({
            meterId,
            reason,
            records,
            quantity: formatDecimal(quantityOf(quantity)),
          }))
          .sort(
            (a, b) => byText(a.meterId.toLowerCase(), b.meterId.toLowerCase()) || byText(a.reason, b.reason),
          ),
        duplicatesDropped: duplicates,
        lateRecords: late,
        total: moneyText(total),
        ...(pricing
          ? {
              sellingTotal: moneyText(
                priced.reduce((sum, { selling }) => sum.plus(selling?.price ?? 0), zero),
              ),
            }
          : {}),
      };
    },
  };
};
