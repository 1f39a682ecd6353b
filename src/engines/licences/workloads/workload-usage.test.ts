import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeTenant } from '../summary/describe-tenant.ts';
import { daysAgo, type Export, inputOf, type Row, sku, user } from '../tenant-fixture.ts';
import { createUsageReader, type UsageTotals } from './usage-totals.ts';

const totalsOf = (rows: readonly Row[]): UsageTotals => {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const reader = createUsageReader();
  const take = reader.begin(header);
  for (const row of rows) take(header.map((column) => row[column] ?? ''));
  return reader.finish();
};

/** The workloads of a tenant whose reports are also added up. */
const workloadsOf = (given: Export) => {
  const usage = new Map(Object.entries(given.reports ?? {}).map(([name, rows]) => [name, totalsOf(rows)]));
  const steps = describeTenant({ ...inputOf(given), usage });
  for (;;) {
    const step = steps.next();
    if (step.done) return new Map(step.value.workloads.map((each) => [each.workload, each]));
  }
};

const report = 'getTeamsUserActivityUserDetail';
const row = (name: string, idleDays: number | null, more: Row = {}): Row => ({
  'User Principal Name': name,
  'Last Activity Date': idleDays === null ? '' : daysAgo(idleDays),
  'Report Period': '30',
  'Call Count': '4',
  ...more,
});
const holders = (count: number) =>
  Array.from({ length: count }, (_, index) => user(`u${index}`, [{ sku: 'SPE_E3' }]));

describe('the use of a workload', () => {
  it('sets licensed users against active ones, and gives averages of those', () => {
    const teams = workloadsOf({
      users: [...holders(4), user('guest', [])],
      skus: [sku('SPE_E3')],
      reports: {
        [report]: [
          row('u0@example.com', 3),
          row('u1@example.com', 40),
          row('u2@example.com', null),
          // Active, and without a licence: not among the licensed ones.
          row('guest@example.com', 3),
        ],
      },
    }).get('teams');
    expect(teams).toMatchObject({
      licensed: 4,
      active: 1,
      never: 2,
      periodDays: 30,
      refreshedOn: daysAgo(2),
      missing: null,
      concealed: false,
      figures: [{ name: 'Call Count', total: 16, perActiveUser: 16 }],
    });
    expect(teams?.recency).toEqual([
      { bucket: '7', users: 1 },
      { bucket: '30', users: 0 },
      { bucket: '90', users: 1 },
      { bucket: '180', users: 0 },
      { bucket: 'older', users: 0 },
      { bucket: 'never', users: 2 },
    ]);
  });

  it('puts every licensed user into one bucket of recency', () => {
    const idle = fc.option(fc.integer({ min: 0, max: 400 }), { nil: null });
    fc.assert(
      fc.property(fc.array(idle, { minLength: 1, maxLength: 12 }), (days) => {
        const teams = workloadsOf({
          users: holders(days.length),
          skus: [sku('SPE_E3')],
          reports: { [report]: days.map((each, index) => row(`u${index}@example.com`, each)) },
        }).get('teams');
        expect(teams?.licensed).toBe(days.length);
        expect(teams?.recency.reduce((sum, { users }) => sum + users, 0)).toBe(days.length);
        expect(teams?.recency.at(-1)?.users).toBe(teams?.never);
      }),
      { numRuns: 50 },
    );
  });

  it('is unknown where no report tells it: nobody is called inactive, and the missing report is named', () => {
    const yammer = workloadsOf({ users: holders(2), skus: [sku('SPE_E3')] }).get('yammer');
    expect(yammer).toEqual({
      workload: 'yammer',
      licensed: 2,
      active: 0,
      never: 0,
      periodDays: null,
      refreshedOn: null,
      missing: 'getYammerActivityUserDetail',
      concealed: false,
      figures: [],
      storageBytes: null,
      quotaBytes: null,
      recency: [],
    });
  });

  it('is counted by rows where names are concealed', () => {
    const hashes = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
    const teams = workloadsOf({
      users: holders(3),
      skus: [sku('SPE_E3')],
      reports: { [report]: hashes.map((hash, index) => row(hash, index === 0 ? 3 : null)) },
    }).get('teams');
    expect(teams).toMatchObject({ licensed: 3, active: 1, never: 2, concealed: true });
    expect(teams?.figures).toEqual([{ name: 'Call Count', total: 12, perActiveUser: 12 }]);
  });
});
