import { readFile } from 'node:fs/promises';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestServer, type Seat, type TestServer } from '../../../test/support/test-server.ts';
import type { CostsAnswer, Resource } from '../../shared/explorer/contract.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Overview } from '../../shared/overview/contract.ts';

const sample = '../shared/data/focus/focus_sample.csv';

let server: TestServer;
let owner: Seat;
let path: string;
let rows: readonly Readonly<Record<string, string | null>>[];

/** Reads CSV one character at a time: slow, and nothing like the importer. */
const readNaively = (content: string): Record<string, string | null>[] => {
  const records: (string | null)[][] = [];
  let [field, record, quoted, wasQuoted] = ['', [] as (string | null)[], false, false];
  const endField = (): void => {
    record.push(!wasQuoted && (field === 'NULL' || field === '') ? null : field);
    [field, wasQuoted] = ['', false];
  };
  for (let at = 0; at < content.length; at += 1) {
    const char = content[at] ?? '';
    if (quoted) {
      if (char !== '"') field += char;
      else if (content[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') [quoted, wasQuoted] = [true, true];
    else if (char === ',') endField();
    else if (char === '\n') {
      endField();
      records.push(record);
      record = [];
    } else if (char !== '\r') field += char;
  }
  const [names = [], ...rest] = records;
  return rest.map((values) => Object.fromEntries(names.map((name, index) => [name, values[index] ?? null])));
};

const sumOf = (column: string, keep: (row: (typeof rows)[number]) => boolean = () => true): string =>
  formatDecimal(rows.filter(keep).reduce((sum, row) => sum.plus(row[column] ?? 0), new Exact(0)));

const importSample = async (): Promise<void> => {
  const at = `/organisations/${owner.organisationId}`;
  const upload = await owner.client.call('POST', `${at}/uploads?fileName=focus_sample.csv`, {
    body: new Uint8Array(await readFile(sample)),
  });
  expect(upload.status, upload.text).toBe(201);
  const { id } = upload.json<{ id: string }>();
  const started = await owner.client.call('POST', `${at}/imports`, { body: { uploadIds: [id] } });
  expect(started.status, started.text).toBe(202);
  const { importId } = started.json<{ importId: string }>();
  await vi.waitFor(
    async () => {
      const answer = await owner.client.call('GET', `${at}/imports/${importId}`);
      expect(answer.json<{ state: string }>().state, answer.text).toBe('imported');
    },
    { timeout: 45_000, interval: 200 },
  );
};

beforeAll(async () => {
  server = await createTestServer({ services: ['web', 'worker'] });
  owner = await server.asRole('owner');
  path = `/organisations/${owner.organisationId}`;
  rows = readNaively((await readFile(sample, 'utf8')).replace(/([^\n])$/, '$1\n'));
  await importSample();
});
afterAll(() => server.close());

const query = (parameters: Record<string, string | string[]>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of [value].flat()) search.append(name, each);
  }
  return search.toString();
};
const period = { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z', granularity: 'month' };
const costs = async (parameters: Record<string, string | string[]>, seat = owner) => {
  const answer = await seat.client.call('GET', `${path}/costs?${query({ ...period, ...parameters })}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<CostsAnswer>();
};

describe("the FinOps Foundation's sample, imported", () => {
  it.each([
    ['billed', 'BilledCost'],
    ['effective', 'EffectiveCost'],
    ['list', 'ListCost'],
    ['contracted', 'ContractedCost'],
  ])('has the exact total of its %s costs', async (cost, column) => {
    const answer = await costs({ cost });
    expect(rows).toHaveLength(1000);
    expect(answer.rowsMatched).toBe(1000);
    expect(answer.currency).toBe('USD');
    expect(answer.total.total).toBe(sumOf(column));
  });

  it.each(['ServiceName', 'ProviderName', 'SubAccountId', 'ChargeCategory', 'RegionName'])(
    'has the exact total of every %s',
    async (dimension) => {
      const { series } = await costs({ groupBy: dimension, limit: '500' });
      const names = new Set(rows.map((row) => row[dimension] ?? null));
      expect(new Set(series.map(({ key }) => key[0]))).toEqual(names);
      for (const { key, total } of series) {
        expect(total).toBe(sumOf('BilledCost', (row) => (row[dimension] ?? null) === key[0]));
      }
    },
  );

  it('is grouped and filtered by tag', async () => {
    const tagOf = (row: (typeof rows)[number], key: string): unknown =>
      JSON.parse(row.Tags ?? '{}')[key] ?? null;
    const filter = JSON.stringify({ dimension: 'tag:environment', op: 'include', values: ['dev'] });
    const { total, series } = await costs({ filter, groupBy: 'tag:application', limit: '500' });
    expect(total.total).toBe(sumOf('BilledCost', (row) => tagOf(row, 'environment') === 'dev'));
    for (const { key, total: own } of series) {
      expect(own).toBe(
        sumOf(
          'BilledCost',
          (row) => tagOf(row, 'environment') === 'dev' && tagOf(row, 'application') === key[0],
        ),
      );
    }
  });

  it('leads from a provider down to the lines of one resource, with the same sum', async () => {
    const filter = JSON.stringify({ dimension: 'ProviderName', op: 'include', values: ['AWS'] });
    const list = await owner.client.call(
      'GET',
      `${path}/costs/resources?${query({ from: period.from, to: period.to, filter, limit: '1' })}`,
    );
    const [resource] = list.json<{ items: Resource[] }>().items;
    const one = JSON.stringify({
      dimension: 'ResourceId',
      op: 'include',
      values: [resource?.resourceId ?? null],
    });
    const lines = await owner.client.call(
      'GET',
      `${path}/costs/charges?${query({ from: period.from, to: period.to, filter: [filter, one], limit: '500' })}`,
    );
    const items = lines.json<{ items: { billedCost: string | null }[] }>().items;
    expect(items).toHaveLength(resource?.rows ?? -1);
    const sum = items.reduce((all, item) => all.plus(item.billedCost ?? 0), new Exact(0));
    expect(formatDecimal(sum)).toBe(resource?.total);
  });

  it('is shown whole on the overview, although it is old', async () => {
    const answer = await owner.client.call('GET', `${path}/overview`);
    expect(answer.status, answer.text).toBe(200);
    const overview = answer.json<Overview>();
    expect(overview.isCurrentMonth).toBe(false);
    expect(overview.forecast).toBeNull();
    const trend = overview.trend.reduce((sum, month) => sum.plus(month.total ?? 0), new Exact(0));
    expect(formatDecimal(trend)).toBe(sumOf('BilledCost'));
    expect(overview.freshness.map((each) => each.providerName).toSorted()).toEqual([
      'AWS',
      'Microsoft',
      'Oracle',
    ]);
    expect(overview.conformance.imports).toBe(1);
  });
});

describe('the routes of the explorer', () => {
  it('answer a caller without data honestly, and show nobody the data of others', async () => {
    const stranger = await server.asRole('owner');
    const foreign = await stranger.client.call('GET', `${path}/costs?${query(period)}`);
    expect(foreign.status).toBe(404);
    const own = await stranger.client.call(
      'GET',
      `/organisations/${stranger.organisationId}/costs?${query(period)}`,
    );
    expect(own.json<CostsAnswer>()).toMatchObject({ currency: null, currencies: [], total: { total: null } });
  });

  it.each([
    ['an unknown dimension', { groupBy: 'BilledCost' }],
    ['SQL for a dimension', { groupBy: 'ServiceName" from x; --' }],
    ['four dimensions', { groupBy: ['ServiceName', 'RegionId', 'SkuId', 'ResourceId'] }],
    ['a filter that is no JSON', { filter: '{dimension' }],
    ['a filter with an unknown field', { filter: '{"dimension":"SkuId","op":"is-null","x":1}' }],
    ['a period that ends before it begins', { from: '2025-02-01T00:00:00Z' }],
    ['more than forty months', { from: '2020-01-01T00:00:00Z' }],
    ['a parameter nobody knows', { sql: 'select 1' }],
  ])('refuse %s', async (_name, parameters: Record<string, string | string[]>) => {
    const answer = await owner.client.call('GET', `${path}/costs?${query({ ...period, ...parameters })}`);
    expect(answer.status, answer.text).toBe(400);
  });

  it('export CSV and XLSX with the same numbers, and note it in the audit log', async () => {
    const asked = { ...period, groupBy: 'ProviderName', granularity: 'none' };
    const csv = await owner.client.call('GET', `${path}/costs/export?${query({ ...asked, format: 'csv' })}`);
    expect(csv.headers.get('content-disposition')).toContain('.csv');
    expect(csv.text.trimEnd().split('\r\n').at(-1)).toBe(`(total),USD,${sumOf('BilledCost')},1`);
    const response = await owner.client.open(`${path}/costs/export?${query({ ...asked, format: 'xlsx' })}`);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(await response.arrayBuffer());
    const sheet = workbook.worksheets[0];
    expect(sheet?.getCell('C5').value).toBeCloseTo(Number(sumOf('BilledCost')), 8);
    const entries = await server.owner.query("select after from audit_entry where action = 'costs.exported'");
    expect(entries.rows).toHaveLength(2);
  });

  it('let a member without the right to costs see nothing', async () => {
    const member = await server.asRole('member', owner.organisationId);
    for (const place of ['costs', 'costs/values', 'costs/export', 'overview']) {
      expect((await member.client.call('GET', `${path}/${place}?${query(period)}`)).status).toBe(403);
    }
  });
});
