import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLake, type TestCharge, type TestLake } from '../../../test/support/charge-lake.ts';
import { writeCsv } from '../../platform/export/csv.ts';
import {
  exportCosts,
  listCharges,
  listDimensionValues,
  listMovers,
  listResources,
  listTagKeys,
} from '../../shared/explorer/contract.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { LiveFiles } from './charge-files.ts';
import { type CostQuestions, duckDbQuestions } from './cost-questions.ts';
import { answerCharges, answerResources } from './drill.ts';
import { exportTable } from './export.ts';
import { answerMovers } from './movers.ts';
import { answerTagKeys, answerValues } from './pickers.ts';
import { createQueryQueue } from './query-queue.ts';

let lake: TestLake;
let live: LiveFiles;
let questions: CostQuestions;

/** February and March 2026: 40 resources, one new in March, one gone, one whose charges belong to none. */
const charges: readonly TestCharge[] = Array.from({ length: 500 }, (_, index) => {
  const resource = index % 41;
  const march = index % 2 === 1;
  const at = `2026-${march ? '03' : '02'}-${String(1 + (index % 28)).padStart(2, '0')} ${String(index % 24).padStart(2, '0')}:00:00`;
  const service = resource === 5 && march ? 'Brand new' : resource === 5 ? 'Gone' : `Service ${resource % 7}`;
  return {
    BilledCost: `${resource}.${String(index).padStart(6, '0')}`,
    EffectiveCost: '1',
    BillingCurrency: 'EUR',
    ChargePeriodStart: at,
    ChargePeriodEnd: at,
    ProviderName: resource % 2 ? 'AWS' : 'Microsoft',
    ServiceName: service,
    ResourceId: resource === 40 ? null : `res-${resource}`,
    ResourceName: march ? `name ${resource} today` : `name ${resource} before`,
    ChargeDescription: index === 7 ? '=HYPERLINK("http://evil.example")' : 'plain',
    Tags: { team: `t${resource % 3}`, ...(resource % 5 === 0 ? { 'Cost Center': 'x' } : {}) },
  };
});

beforeAll(async () => {
  lake = await openTestLake();
  const byMonth = Map.groupBy(charges, (charge) => charge.ChargePeriodStart?.slice(0, 7) ?? '');
  const files = await Promise.all([...byMonth].map(([month, own]) => lake.write(month, own)));
  live = { generation: '7', files };
  const queue = createQueryQueue({ concurrent: 2, waiting: 100 });
  questions = duckDbQuestions({ duckDb: lake.duckDb, queue, exportQueue: queue });
});
afterAll(() => lake.close());

const period = { from: '2026-02-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
const march = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
const sum = (of: readonly TestCharge[]): string =>
  formatDecimal(of.reduce((total, charge) => total.plus(charge.BilledCost ?? 0), new Exact(0)));
const inMonth = (month: string): readonly TestCharge[] =>
  charges.filter((charge) => charge.ChargePeriodStart?.startsWith(month));

describe('the movers', () => {
  const ask = (query: Record<string, unknown>) =>
    answerMovers(questions, live, listMovers.query.parse({ ...march, dimension: 'ServiceName', ...query }));

  it('have both values, the largest move first, what appeared and what vanished among them', async () => {
    const { items, previousPeriod } = await ask({ limit: 50 });
    expect(previousPeriod.from).toBe('2026-02-01T00:00:00Z');
    const moves = items.map((item) => Math.abs(Number(item.change.amount)));
    expect(moves).toEqual(moves.toSorted((a, b) => b - a));
    const gone = inMonth('2026-02').filter((charge) => charge.ServiceName === 'Gone');
    expect(items.find((item) => item.key === 'Gone')).toEqual({
      key: 'Gone',
      current: null,
      previous: sum(gone),
      change: { amount: formatDecimal(new Exact(sum(gone)).negated()), fraction: '-1' },
    });
    expect(items.find((item) => item.key === 'Brand new')).toMatchObject({
      previous: null,
      change: { fraction: null },
    });
    const total = items.reduce((all, item) => all.plus(item.change.amount), new Exact(0));
    expect(formatDecimal(total)).toBe(
      formatDecimal(new Exact(sum(inMonth('2026-03'))).minus(sum(inMonth('2026-02')))),
    );
  });

  it('compare with any other period, but not with one that overlaps', async () => {
    const other = { previousFrom: '2026-02-01T00:00:00Z', previousTo: '2026-02-08T00:00:00Z' };
    expect((await ask(other)).previousPeriod.to).toBe('2026-02-08T00:00:00Z');
    await expect(ask({ ...other, previousTo: '2026-03-02T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(ask({ previousFrom: other.previousFrom })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('the pickers', () => {
  it('find values by any part, without regard to case, and say whether there are more', async () => {
    const ask = (query: Record<string, unknown>) =>
      answerValues(
        questions,
        live,
        listDimensionValues.query.parse({ ...period, dimension: 'ServiceName', ...query }),
      );
    const found = await ask({ search: 'SERVICE 3' });
    expect(found.items).toEqual([
      { value: 'Service 3', cost: sum(charges.filter((charge) => charge.ServiceName === 'Service 3')) },
    ]);
    expect(await ask({ limit: 2 })).toMatchObject({ more: true });
    expect((await ask({ search: '%' })).items).toEqual([]);
  });

  it('list the keys of tags with the cost that carries them', async () => {
    const { items, more } = await answerTagKeys(questions, live, listTagKeys.query.parse(period));
    expect(more).toBe(false);
    expect(items.map((item) => item.key)).toEqual(['team', 'Cost Center']);
    expect(items[0]).toMatchObject({ cost: sum(charges), rows: charges.length });
    expect(items[1]?.cost).toBe(sum(charges.filter((charge) => charge.Tags?.['Cost Center'])));
  });
});

describe('resources', () => {
  const page = (query: Record<string, unknown>) =>
    answerResources(questions, live, listResources.query.parse({ ...period, ...query }));

  it('come in pages, each once, largest first, and their sum is the whole', async () => {
    const seen: { resourceId: string | null; providerName: string | null; total: string }[] = [];
    let cursor: string | null | undefined;
    do {
      const answer = await page({ limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...answer.items);
      cursor = answer.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(41);
    expect(new Set(seen.map((each) => each.resourceId)).size).toBe(41);
    expect(formatDecimal(seen.reduce((all, each) => all.plus(each.total), new Exact(0)))).toBe(sum(charges));
    const totals = seen.map((each) => Number(each.total));
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });

  it('have the name of their latest charge', async () => {
    const { items } = await page({
      filter: JSON.stringify({ dimension: 'ResourceId', op: 'include', values: ['res-3'] }),
    });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      resourceId: 'res-3',
      resourceName: 'name 3 today',
      providerName: 'AWS',
    });
  });

  it('refuse a cursor that is not theirs', async () => {
    await expect(page({ cursor: 'bm90IG91cnM' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('charge lines', () => {
  const page = (query: Record<string, unknown>, of = live) =>
    answerCharges(questions, of, listCharges.query.parse({ ...period, ...query }));

  it('come in pages, each once, newest first', async () => {
    const seen: string[] = [];
    const starts: string[] = [];
    let cursor: string | null | undefined;
    do {
      const answer = await page({ limit: 60, ...(cursor ? { cursor } : {}) });
      seen.push(...answer.items.map((item) => item.billedCost ?? ''));
      starts.push(...answer.items.map((item) => item.chargePeriodStart));
      cursor = answer.nextCursor;
    } while (cursor);
    expect(seen.toSorted()).toEqual(
      charges.map((charge) => formatDecimal(charge.BilledCost ?? 0)).toSorted(),
    );
    expect(starts).toEqual(starts.toSorted().toReversed());
  });

  it('refuse to go on when the lake has changed, instead of skipping lines', async () => {
    const { nextCursor } = await page({ limit: 5 });
    await expect(page({ limit: 5, cursor: nextCursor }, { ...live, generation: '8' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('carry their tags and prices as they were', async () => {
    const { items } = await page({ limit: 1 });
    expect(items[0]?.tags).toHaveProperty('team');
    expect(items[0]).toMatchObject({ billingCurrency: 'EUR', listCost: null });
  });
});

describe('exports', () => {
  const exported = async (query: Record<string, unknown>): Promise<string[]> => {
    const parsed = exportCosts.query.parse({ ...period, format: 'csv', ...query });
    const table = await exportTable(questions, live, parsed, new AbortController().signal);
    return (await text(writeCsv(table))).trimEnd().split('\r\n');
  };

  it('name every series, whatever the page shows, and end with the total', async () => {
    const lines = await exported({ groupBy: 'ServiceName', limit: '2', granularity: 'month' });
    expect(lines[0]).toBe('Service Name,Currency,Total,Share,2026-02-01T00:00:00Z,2026-03-01T00:00:00Z');
    expect(lines).toHaveLength(1 + 9 + 1);
    expect(lines.at(-1)).toBe(
      `(total),EUR,${sum(charges)},1,${sum(inMonth('2026-02'))},${sum(inMonth('2026-03'))}`,
    );
  });

  it('hold every resource and every charge line', async () => {
    expect(await exported({ content: 'resources' })).toHaveLength(1 + 41);
    const lines = await exported({ content: 'charges' });
    expect(lines).toHaveLength(1 + charges.length);
    expect(lines[0]).toMatch(/^ChargePeriodStart,ChargePeriodEnd,.*,BilledCost,EffectiveCost,/);
  });

  it('run no formula that a provider or a customer wrote into a charge', async () => {
    const lines = await exported({ content: 'charges' });
    const line = lines.find((each) => each.includes('HYPERLINK')) ?? '';
    expect(line).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  });
});
