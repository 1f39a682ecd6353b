import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLake, type TestCharge, type TestLake } from '../../../test/support/charge-lake.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import { type CostDesk, createExplorerFeature, type LiveFiles } from '../explorer/feature.ts';
import { summarise } from './conformance.ts';
import { overviewOf } from './overview.ts';

let lake: TestLake;
let desk: CostDesk;
let live: LiveFiles;
let charges: readonly TestCharge[];

const day = (year: number, month: number, date: number): Date => new Date(Date.UTC(year, month - 1, date));
const written = (at: Date): string => at.toISOString().replace('T', ' ').replace('.000Z', '');
const weekend = (at: Date): boolean => at.getUTCDay() === 0 || at.getUTCDay() === 6;

const chargeOn = (at: Date, given: Partial<TestCharge>): TestCharge => ({
  BillingCurrency: 'USD',
  ChargeCategory: 'Usage',
  ChargePeriodStart: written(at),
  ChargePeriodEnd: written(new Date(at.getTime() + 86_400_000)),
  ProviderName: 'AWS',
  ServiceName: 'Compute',
  BilledCost: '0',
  EffectiveCost: '0',
  ...given,
});

/** Fourteen months up to 18 March 2026; the second provider is a day behind; a fee on every 25th. */
const make = (): TestCharge[] => {
  const all: TestCharge[] = [];
  for (let at = day(2025, 2, 1); at < day(2026, 3, 19); at = new Date(at.getTime() + 86_400_000)) {
    const cost = weekend(at) ? '40.01' : '100.02';
    all.push(
      chargeOn(at, {
        BilledCost: cost,
        EffectiveCost: cost,
        CommitmentDiscountStatus: at.getUTCDate() % 2 ? 'Used' : null,
      }),
    );
    all.push(chargeOn(at, { BilledCost: '0', EffectiveCost: '5.5', CommitmentDiscountStatus: 'Unused' }));
    if (at < day(2026, 3, 18)) {
      const name = at >= day(2026, 3, 1) ? 'New database' : 'Database';
      all.push(chargeOn(at, { ProviderName: 'Microsoft', ServiceName: name, BilledCost: '7.000001' }));
    }
    if (at.getUTCDate() === 25)
      all.push(chargeOn(at, { ChargeCategory: 'Purchase', BilledCost: '300', ServiceName: 'Support' }));
    if (at.getUTCDate() === 1) all.push(chargeOn(at, { BillingCurrency: 'EUR', BilledCost: '1000' }));
  }
  return all;
};

beforeAll(async () => {
  lake = await openTestLake();
  charges = make();
  const importedAt = new Date('2026-03-19T06:00:00Z');
  const parts = Map.groupBy(charges, (charge) => `${charge.ProviderName}-${charge.BillingCurrency}`);
  const files = await Promise.all([...parts].map(([name, own]) => lake.write(name, own, importedAt)));
  live = { generation: '1', files };
  const clock = { now: () => day(2026, 3, 19) };
  ({ desk } = createExplorerFeature({ duckDb: lake.duckDb, chargeFiles: { live: async () => live }, clock }));
});
afterAll(() => lake.close());

const ask = (now: Date, currency?: string, of = live) =>
  overviewOf(desk.questions, of, { cost: 'billed', currency, now });
const sumBetween = (from: Date, to: Date, given: Partial<TestCharge> = {}): string =>
  formatDecimal(
    charges
      .filter((charge) => charge.BillingCurrency === 'USD')
      .filter((charge) =>
        Object.entries(given).every(([name, value]) => charge[name as 'ServiceName'] === value),
      )
      .filter(
        (charge) =>
          (charge.ChargePeriodStart ?? '') >= written(from) && (charge.ChargePeriodStart ?? '') < written(to),
      )
      .reduce((sum, charge) => sum.plus(charge.BilledCost ?? 0), new Exact(0)),
  );

describe('the overview of the present month', () => {
  const now = new Date('2026-03-19T09:00:00Z');

  it('counts the days that every provider has delivered, and the same days of the month before', async () => {
    const overview = await ask(now);
    expect(overview).toMatchObject({
      currency: 'USD',
      isCurrentMonth: true,
      month: { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
      // Microsoft has sent 17 March, AWS 18 March.
      through: '2026-03-18T00:00:00Z',
      previousPeriod: { from: '2026-02-01T00:00:00Z', to: '2026-02-18T00:00:00Z' },
    });
    expect(overview.monthToDate.total).toBe(sumBetween(day(2026, 3, 1), day(2026, 3, 18)));
    expect(overview.monthToDate.previous).toBe(sumBetween(day(2026, 2, 1), day(2026, 2, 18)));
    expect(overview.lastMonth).toBe(sumBetween(day(2026, 2, 1), day(2026, 3, 1)));
  });

  it('shows thirteen months that are exact, the running one last', async () => {
    const { trend } = await ask(now);
    expect(trend).toHaveLength(13);
    expect(trend[0]).toEqual({
      month: '2025-03-01T00:00:00Z',
      total: sumBetween(day(2025, 3, 1), day(2025, 4, 1)),
    });
    expect(trend.at(-1)?.total).toBe(sumBetween(day(2026, 3, 1), day(2026, 4, 1)));
  });

  it('expects the weekdays to come and the fee of the 25th, and names its method', async () => {
    const { forecast } = await ask(now);
    const weekdays = 10;
    const weekends = 4;
    const expected = new Exact(sumBetween(day(2026, 3, 1), day(2026, 3, 18)))
      .plus(new Exact('100.02').times(weekdays))
      .plus(new Exact('40.01').times(weekends))
      .plus(new Exact('7.000001').times(14))
      .plus(300);
    expect(forecast).toMatchObject({ method: 'weekday-trend', remainingDays: 14, confidence: '0.8' });
    expect(new Exact(forecast?.total ?? 0).minus(expected).abs().lessThan('0.02')).toBe(true);
    expect(Number(forecast?.low)).toBeLessThanOrEqual(Number(forecast?.total));
    expect(Number(forecast?.high)).toBeGreaterThanOrEqual(Number(forecast?.total));
  });

  it('breaks the same total down by provider and service, and names what appeared and vanished', async () => {
    const { monthToDate, providers, services, movers } = await ask(now);
    const sum = (parts: readonly { total: string | null }[]): string =>
      formatDecimal(parts.reduce((total, part) => total.plus(part.total ?? 0), new Exact(0)));
    expect(sum(providers)).toBe(monthToDate.total);
    expect(sum(services)).toBe(monthToDate.total);
    expect(providers.map((part) => part.providerName)).toEqual(['AWS', 'Microsoft']);
    const moved = new Map(movers.map((part) => [part.serviceName, part]));
    expect(moved.get('New database')).toMatchObject({ total: '119.000017', previous: null });
    expect(moved.get('Database')).toMatchObject({ total: null, previous: '119.000017' });
  });

  it('tells how commitments were used by effective cost', async () => {
    const { commitments } = await ask(now);
    const used = new Exact(0).plus(
      charges
        .filter(
          (charge) =>
            charge.CommitmentDiscountStatus === 'Used' &&
            (charge.ChargePeriodStart ?? '').startsWith('2026-03'),
        )
        .filter((charge) => (charge.ChargePeriodStart ?? '') < '2026-03-18')
        .reduce((sum, charge) => sum.plus(charge.EffectiveCost ?? 0), new Exact(0)),
    );
    expect(commitments).toHaveLength(1);
    expect(commitments[0]).toMatchObject({ providerName: 'AWS', unused: '93.5' });
    expect(formatDecimal(commitments[0]?.used ?? 0)).toBe(formatDecimal(used));
  });

  it('says for each provider through when its data goes', async () => {
    const { freshness } = await ask(now);
    expect(freshness.find((each) => each.providerName === 'Microsoft')?.dataThrough).toBe(
      '2026-03-18T00:00:00Z',
    );
  });

  it('keeps another currency apart', async () => {
    const overview = await ask(now, 'EUR');
    expect(overview.currencies.toSorted()).toEqual(['EUR', 'USD']);
    expect(overview.trend[0]?.total).toBe('1000');
    expect(overview.services).toHaveLength(1);
  });
});

describe('the overview of old data', () => {
  it('shows the last month with data whole, and forecasts nothing', async () => {
    const overview = await ask(day(2026, 11, 22));
    expect(overview).toMatchObject({
      isCurrentMonth: false,
      month: { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
      forecast: null,
      forecastMissing: 'month-complete',
    });
    expect(overview.monthToDate.total).toBe(sumBetween(day(2026, 3, 1), day(2026, 4, 1)));
    expect(overview.previousPeriod).toEqual({ from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' });
  });

  it('is empty, not zero, without any charge', async () => {
    const overview = await ask(day(2026, 3, 19), undefined, { generation: '0', files: [] });
    expect(overview).toMatchObject({
      currency: null,
      month: null,
      forecastMissing: 'no-data',
      monthToDate: { total: null },
    });
  });
});

describe('the conformance of all imports', () => {
  it('counts a rule once with all its rows, errors first', () => {
    const finding = (rule: string, severity: 'error' | 'warning', failingRows: number) => ({
      rule,
      severity,
      sentence: rule,
      failingRows,
    });
    const [a, b] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
    const summary = summarise([
      {
        importId: a,
        rowsImported: 10,
        rowsRejected: 1,
        findings: [finding('w', 'warning', 9), finding('e', 'error', 1)],
      },
      { importId: b, rowsImported: 5, rowsRejected: 0, findings: [finding('e', 'error', 2)] },
    ]);
    expect(summary).toMatchObject({ imports: 2, rowsImported: 15, rowsRejected: 1, errors: 1, warnings: 1 });
    expect(summary.findings.map(({ rule, failingRows, importId }) => [rule, failingRows, importId])).toEqual([
      ['e', 3, a],
      ['w', 9, a],
    ]);
  });
});
