import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { Exact } from '../../shared/money.ts';
import { serviceSubcategoriesOf } from '../focus/allowed-values.ts';
import type { FocusColumnName } from '../focus/columns.ts';
import { commitments } from './commitments.ts';
import { sampleColumns } from './focus-row.ts';
import { generateSample, type Sample, type SampleFile } from './sample.ts';

type Row = Readonly<Record<FocusColumnName, string>>;

/** A reader of CSV that shares nothing with the writer: doubled quotes, commas inside quotes. */
const parseLine = (line: string): string[] =>
  [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );

function* readRows(file: SampleFile): Generator<Row> {
  let header: string[] | undefined;
  for (const chunk of file.csv)
    for (const line of chunk.split('\n').slice(0, -1)) {
      const fields = parseLine(line);
      if (header) yield Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ''])) as Row;
      else header = fields;
    }
}

const hashOf = (file: SampleFile | undefined): string => {
  const hash = createHash('sha256');
  for (const chunk of file?.csv ?? []) hash.update(chunk);
  return hash.digest('hex');
};

const options = { seed: 'halcyon', asOf: '2026-11-22' };

describe('the sample', () => {
  test('is the same bytes for the same seed, and walks again', () => {
    const [one, other] = [generateSample(options).files[5], generateSample(options).files[5]];
    expect(hashOf(one)).toBe(hashOf(other));
    expect(hashOf(one)).toBe(hashOf(one));
  });

  test('is other bytes for another seed', () => {
    expect(hashOf(generateSample({ ...options, seed: 'other' }).files[5])).not.toBe(
      hashOf(generateSample(options).files[5]),
    );
  });

  test('has a file for each cloud and month, thirteen months up to the day', () => {
    const names = generateSample(options).files.map(({ fileName }) => fileName);
    expect(names).toHaveLength(39);
    expect(names).toContain('aws-2025-11.csv');
    expect(names).toContain('microsoft-2026-02.csv');
    expect(names).toContain('google-cloud-2026-11.csv');
  });

  test.each(['2024-02-29', '2026-03-01', '2026-12-31'])('can end on any day: %s', (asOf) => {
    const { files } = generateSample({ ...options, asOf });
    const last = [...readRows(files[12] as SampleFile)].filter(
      ({ ChargeCategory }) => ChargeCategory === 'Usage',
    );
    const days = last.map(({ ChargePeriodStart }) => ChargePeriodStart).sort();
    expect(days[0]).toBe(`${asOf.slice(0, 7)}-01T00:00:00Z`);
    expect(days.at(-1)).toBe(`${asOf}T00:00:00Z`);
  });
});

describe('all rows of the sample', () => {
  let sample: Sample;
  let count = 0;
  const sums = new Map<string, Exact>();
  const broken: string[] = [];
  /** Usage cost by day of the resources that anomalies name. */
  const daily = new Map<string, number>();
  const seen = { categories: new Set<string>(), currencies: new Set<string>(), untagged: 0, corrections: 0 };

  const add = (key: string, value: string): void => {
    sums.set(key, (sums.get(key) ?? new Exact(0)).plus(value));
  };
  const check = (row: Row, holds: boolean, what: string): void => {
    if (!holds && broken.length < 20) broken.push(`${what}: ${JSON.stringify(row)}`);
  };
  const equals = (one: string, other: Exact): boolean => new Exact(one).equals(other);

  const examine = (row: Row): void => {
    count += 1;
    seen.categories.add(row.ChargeCategory);
    seen.currencies.add(row.BillingCurrency);
    if (row.ChargeClass === 'Correction') seen.corrections += 1;
    if (row.ChargeCategory === 'Usage' && row.Tags === '' && row.CommitmentDiscountId === '')
      seen.untagged += 1;
    check(row, serviceFits(row), 'category of the service');
    for (const cost of [row.BilledCost, row.EffectiveCost, row.ListCost, row.ContractedCost])
      check(row, /^-?\d+(\.\d{1,14})?$/.test(cost), 'at most 14 decimals');
    if (row.ListUnitPrice !== '') {
      check(row, equals(row.ListCost, new Exact(row.ListUnitPrice).times(row.PricingQuantity)), 'list cost');
      const contracted = new Exact(row.ContractedUnitPrice).times(row.PricingQuantity);
      check(row, equals(row.ContractedCost, contracted), 'contracted cost');
    }
    const inPeriod =
      row.ChargePeriodStart >= row.BillingPeriodStart && row.ChargePeriodEnd <= row.BillingPeriodEnd;
    check(row, inPeriod && row.ChargePeriodStart < row.ChargePeriodEnd, 'charge period');
    if (row.CommitmentDiscountId !== '') {
      const purchase = row.ChargeCategory === 'Purchase';
      add(
        `${row.CommitmentDiscountId}|${purchase ? 'bought' : row.CommitmentDiscountStatus}`,
        purchase ? row.BilledCost : row.EffectiveCost,
      );
      check(row, equals(purchase ? row.EffectiveCost : row.BilledCost, new Exact(0)), 'paid twice');
    }
    const at = `${row.ResourceName}|${row.ChargePeriodStart.slice(0, 10)}`;
    daily.set(at, (daily.get(at) ?? 0) + Number(row.EffectiveCost));
  };

  beforeAll(() => {
    sample = generateSample(options);
    for (const file of sample.files) for (const row of readRows(file)) examine(row);
  }, 60_000);

  const costOf = (prefix: string, date: string): number =>
    [...daily]
      .filter(([key]) => key.startsWith(prefix) && key.endsWith(date))
      .reduce((sum, [, cost]) => sum + cost, 0);
  const anomaly = (id: string) => {
    const found = sample.anomalies.find((each) => each.id === id);
    if (found === undefined) throw new Error(`${id} was not planted`);
    return found;
  };

  test('are enough to explore and few enough to load in seconds', () => {
    expect(count).toBeGreaterThan(150_000);
    expect(count).toBeLessThan(250_000);
  });

  test('are exact: price times quantity is the cost, periods hold, and services have their category', () => {
    expect(broken).toEqual([]);
  });

  test('pay each commitment exactly once: used and unused are what was bought', () => {
    for (const { id } of commitments) {
      const [used, unused] = [sums.get(`${id}|Used`), sums.get(`${id}|Unused`)];
      expect(used?.isPositive()).toBe(true);
      expect(unused?.isPositive()).toBe(true);
      expect(used?.plus(unused ?? 0).toFixed()).toBe(sums.get(`${id}|bought`)?.toFixed());
    }
  });

  test('show every kind of charge, two currencies, corrections and untagged usage', () => {
    expect([...seen.categories].sort()).toEqual(['Credit', 'Purchase', 'Tax', 'Usage']);
    expect([...seen.currencies].sort()).toEqual(['EUR', 'USD']);
    expect(seen.corrections).toBe(2);
    expect(seen.untagged).toBeGreaterThan(1000);
  });

  test('hold the spikes that were planted, on their days and no others', () => {
    for (const [id, before, after] of [
      ['nat-gateway-runaway', '2026-07-07', '2026-07-17'],
      ['debug-logging', '2026-10-16', '2026-10-20'],
    ] as const) {
      const { resourceNamePrefix = '', from, until = '' } = anomaly(id);
      const usual = Math.max(costOf(resourceNamePrefix, before), costOf(resourceNamePrefix, after));
      expect(costOf(resourceNamePrefix, from)).toBeGreaterThan(usual * 8);
      expect(costOf(resourceNamePrefix, until)).toBeGreaterThan(usual * 8);
    }
  });

  test('hold the forgotten cluster, from its first day to the last, at weekends too', () => {
    const { resourceNamePrefix = '', from, until } = anomaly('gpu-cluster-forgotten');
    expect(until).toBeUndefined();
    expect(costOf(resourceNamePrefix, '2026-09-11')).toBe(0);
    for (const date of [from, '2026-10-10', '2026-11-22'])
      expect(costOf(resourceNamePrefix, date)).toBeGreaterThan(300);
  });

  test('hold the growing bucket, the raised price and the expired reservation', () => {
    const bucket = anomaly('build-cache-growth').resourceNamePrefix ?? '';
    expect(costOf(bucket, '2026-11-20')).toBeGreaterThan(costOf(bucket, '2026-02-20') * 10);

    const prices = new Map<string, string>();
    for (const name of ['microsoft-2026-05.csv', 'microsoft-2026-06.csv'])
      for (const row of readRows(sample.files.find(({ fileName }) => fileName === name) as SampleFile))
        if (row.SkuId === 'log-analytics' && row.BillingCurrency === 'USD')
          prices.set(name, row.ListUnitPrice);
    expect(prices).toEqual(
      new Map([
        ['microsoft-2026-05.csv', '2.3'],
        ['microsoft-2026-06.csv', '2.714'],
      ]),
    );

    const { from } = anomaly('reservation-expired');
    expect(costOf('erp-prod-app-', from)).toBeGreaterThan(costOf('erp-prod-app-', '2026-10-30') * 1.3);
  });
});

const serviceFits = ({ ServiceCategory, ServiceSubcategory }: Row): boolean => {
  const subcategories: Readonly<Record<string, readonly string[]>> = serviceSubcategoriesOf;
  return subcategories[ServiceCategory]?.includes(ServiceSubcategory) ?? false;
};

test('the columns are those of FOCUS 1.2, in order', () => {
  expect(sampleColumns).toHaveLength(57);
  expect([...sampleColumns].sort()).toEqual(sampleColumns);
});
