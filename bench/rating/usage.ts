import type { UsageRecord } from '../../src/engines/rating/rate.ts';
import type { MeterRate, RateCard } from '../../src/engines/rating/rate-card.ts';
import { Exact } from '../../src/shared/money.ts';

/**
 * Usage by arithmetic, the same for JavaScript and for DuckDB, so that neither has to read what the other wrote:
 * 500 subscriptions, 400 meters, three months by the hour. Every thousandth record repeats the one before it.
 */
export const subscriptionCount = 500;
export const meterCount = 400;
const hours = 90 * 24;
export const firstMs = Date.parse('2026-01-01T00:00:00Z');
const modulus = 2_147_483_647;

/** Factors of multiplicative generators; what is drawn from one seed does not follow the others. */
const factors = { subscription: 48_271, meter: 69_621, hour: 16_807, quantity: 39_373, resource: 40_692 };
type Name = keyof typeof factors;

const drawn = (seed: number, name: Name): number => ((seed + 1) * factors[name]) % modulus;
const seedOf = (index: number): number => (index % 1000 === 999 ? index - 1 : index);

const subscriptionId = (number: number): string =>
  `3a6c1f00-0000-4000-8000-${String(number).padStart(12, '0')}`;
const meterId = (number: number): string => `7be20000-0000-4000-9000-${String(number).padStart(12, '0')}`;
const subscriptionIds = Array.from({ length: subscriptionCount }, (_, number) => subscriptionId(number));
const meterIds = Array.from({ length: meterCount }, (_, number) => meterId(number));
const hourTexts = Array.from(
  { length: hours },
  (_, hour) => `${new Date(firstMs + hour * 3_600_000).toISOString().slice(0, 19)}+00:00`,
);

/** One record as the readers of the command hand it to the rater, with an identity of about 300 characters. */
export const recordAt = (index: number): UsageRecord => {
  const seed = seedOf(index);
  const subscription = subscriptionIds[drawn(seed, 'subscription') % subscriptionCount] ?? '';
  const meter = meterIds[drawn(seed, 'meter') % meterCount] ?? '';
  const hour = drawn(seed, 'hour') % hours;
  const units = drawn(seed, 'quantity') % 1_000_000;
  const quantity = `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`;
  const resource = drawn(seed, 'resource') % 100_000;
  return {
    subscriptionId: subscription,
    meterId: meter,
    atMs: firstMs + hour * 3_600_000,
    quantity,
    identity: `${subscription} {"instanceData":{"resourceUri":"/subscriptions/${subscription}/resourceGroups/production/providers/Microsoft.Compute/virtualMachines/vm-${resource}"},"quantity":"${quantity}","resource":{"id":"${meter}"},"unit":"1 Hour","usageStartTime":"${hourTexts[hour]}"}`,
  };
};

interface Rate {
  readonly meter: number;
  /** Days after the first. */
  readonly fromDay: number;
  readonly tiers: readonly (readonly [from: string, rate: string])[];
  readonly included: string;
}

/** A third of the meters have tiers, a tenth an included quantity, a tenth a new price on 10 February. */
export const rates: readonly Rate[] = Array.from({ length: meterCount }, (_, meter): Rate[] => {
  const price = (percent: number): string => new Exact((meter + 1) * percent).div(100_000).toFixed(8);
  const tiers: Rate['tiers'] =
    meter % 3 === 0
      ? [
          ['0', price(100)],
          ['500', price(90)],
          ['1250.5', price(80)],
        ]
      : [['0', price(100)]];
  const rate = { meter, tiers, included: meter % 10 === 3 ? '25.5' : '0' };
  const cheaper: Rate['tiers'] = [['0', price(95)]];
  return [{ ...rate, fromDay: 0 }, ...(meter % 10 === 7 ? [{ ...rate, fromDay: 40, tiers: cheaper }] : [])];
}).flat();

/** The rate card of the rater. */
export const rateCard: RateCard = {
  currency: 'USD',
  terms: [],
  meters: rates.map(
    ({ meter, fromDay, tiers, included }): MeterRate => ({
      meterId: meterId(meter),
      category: 'Compute',
      effectiveMs: firstMs + fromDay * 86_400_000,
      includedQuantity: new Exact(included),
      tiers: tiers.map(([from, rate]) => ({ from: new Exact(from), rate: new Exact(rate) })),
      isThirdParty: false,
    }),
  ),
};

const drawnSql = (name: Name): string => `((seed + 1) * ${factors[name]}) % ${modulus}`;

/** The same usage as a table. */
export const usageSql = (records: number): string => `
  SELECT format('3a6c1f00-0000-4000-8000-{:012d}', ${drawnSql('subscription')} % ${subscriptionCount}) AS subscription,
    format('7be20000-0000-4000-9000-{:012d}', ${drawnSql('meter')} % ${meterCount}) AS meter,
    TIMESTAMP '2026-01-01' + to_hours(${drawnSql('hour')} % ${hours}) AS moment,
    ((${drawnSql('quantity')} % 1000000)::DECIMAL(18, 0) * 0.0001::DECIMAL(5, 4))::DECIMAL(18, 4) AS quantity,
    format('/subscriptions/3a6c1f00-0000-4000-8000-{:012d}/resourceGroups/production/providers/Microsoft.Compute/virtualMachines/vm-{:d}',
      ${drawnSql('subscription')} % ${subscriptionCount}, ${drawnSql('resource')} % 100000) AS resource
  FROM (SELECT CASE WHEN i % 1000 = 999 THEN i - 1 ELSE i END AS seed FROM range(${records}) r(i))`;

/** The rates as a table: a row for each tier of each version. */
export const ratesSql = (): string => {
  const rows = rates.flatMap((rate) => {
    const later = rates.find(({ meter, fromDay }) => meter === rate.meter && fromDay > rate.fromDay);
    return rate.tiers.map(([from, price], index) => {
      const next = rate.tiers[index + 1]?.[0] ?? '99999999999';
      const until = later ? `DATE '2026-01-01' + ${later.fromDay}` : `DATE '2999-01-01'`;
      return `('${meterId(rate.meter)}', DATE '2026-01-01' + ${rate.fromDay}, ${until}, ${from}::DECIMAL(18,4), ${next}::DECIMAL(18,4), ${price}::DECIMAL(18,8), ${rate.included}::DECIMAL(18,4))`;
    });
  });
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(meter, effective, until, low, high, rate, included)`;
};
