import { describe, expect, test } from 'vitest';
import { generateTenant, type ReportName, reportNames, reportPeriods } from '../tenant.ts';

const tenant = generateTenant({ seed: 21, users: 400, asOf: '2026-11-22' });

const table = (name: ReportName, period: (typeof reportPeriods)[number] = 'D180', concealed = false) => {
  const [header = '', ...lines] = tenant.report(name, period, { concealed });
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a ?? b ?? '');
    expect(cells).toHaveLength(columns.length);
    return new Map(columns.map((column, place) => [column, cells[place] ?? '']));
  });
};

const number = (row: ReadonlyMap<string, string> | undefined, column: string): number =>
  Number(row?.get(column));
const sum = (name: ReportName, column: string): number =>
  table(name)
    .filter((row) => row.get('Is Deleted') !== 'True')
    .reduce((total, row) => total + number(row, column), 0);

describe('usage reports', () => {
  test('say nothing that happened after their refresh, two days before the tenant’s day', () => {
    for (const name of reportNames) {
      for (const row of table(name)) {
        expect(row.get('Report Refresh Date')).toBe('2026-11-20');
        for (const [column, text] of row) {
          if (column.endsWith('Date')) expect(text <= '2026-11-20', `${name}, ${column}: ${text}`).toBe(true);
        }
      }
    }
  });

  test('agree on when each workload was last used', () => {
    const last = (name: ReportName, key = 'User Principal Name') =>
      new Map(table(name).map((row) => [row.get(key), row.get('Last Activity Date')]));
    const reports = {
      Exchange: last('getEmailActivityUserDetail'),
      OneDrive: last('getOneDriveUsageAccountDetail', 'Owner Principal Name'),
      SharePoint: last('getSharePointActivityUserDetail'),
      Teams: last('getTeamsUserActivityUserDetail'),
      Yammer: last('getYammerActivityUserDetail'),
    };
    for (const row of table('getOffice365ActiveUserDetail')) {
      if (row.get('Is Deleted') === 'True') continue;
      for (const [workload, byName] of Object.entries(reports)) {
        const there = byName.get(row.get('User Principal Name'));
        expect(row.get(`${workload} Last Activity Date`)).toBe(there ?? '');
      }
    }
  });

  test.each(reportPeriods)('count the active users that they list, over %s', (period) => {
    const [counts] = table('getOffice365ServicesUserCounts', period);
    const from = new Date(Date.parse('2026-11-20') - (Number(period.slice(1)) - 1) * 86_400_000);
    for (const workload of ['Exchange', 'OneDrive', 'SharePoint', 'Yammer', 'Teams']) {
      const licensed = table('getOffice365ActiveUserDetail').filter(
        (row) => row.get('Is Deleted') === 'False' && row.get(`Has ${workload} License`) === 'True',
      );
      const first = from.toISOString().slice(0, 10);
      const active = licensed.filter((row) => (row.get(`${workload} Last Activity Date`) ?? '') >= first);
      expect(number(counts, `${workload} Active`)).toBe(active.length);
      expect(number(counts, `${workload} Inactive`)).toBe(licensed.length - active.length);
    }
  });

  test('add up to the storage that they total', () => {
    const [mail] = table('getMailboxUsageStorage');
    const [files] = table('getOneDriveUsageStorage');
    expect(number(mail, 'Storage Used (Byte)')).toBe(sum('getMailboxUsageDetail', 'Storage Used (Byte)'));
    expect(number(files, 'Storage Used (Byte)')).toBe(
      sum('getOneDriveUsageAccountDetail', 'Storage Used (Byte)'),
    );
    expect(table('getMailboxUsageStorage', 'D90')).toHaveLength(90);
  });

  test('count no more in a shorter period, and nothing outside it', () => {
    const short = table('getTeamsUserActivityUserDetail', 'D7');
    for (const [place, long] of table('getTeamsUserActivityUserDetail').entries()) {
      for (const column of ['Call Count', 'Meetings Organized Count', 'Private Chat Message Count']) {
        expect(number(short[place], column)).toBeLessThanOrEqual(number(long, column));
      }
      const isRecent = (long.get('Last Activity Date') ?? '') >= '2026-11-14';
      if (!isRecent) expect(number(short[place], 'Private Chat Message Count')).toBe(0);
    }
  });

  test('organise as many meetings as there are ad hoc, planned and recurring ones', () => {
    for (const row of table('getTeamsUserActivityUserDetail')) {
      const kinds = ['Ad Hoc', 'Scheduled One-time', 'Scheduled Recurring'];
      const total = kinds.reduce((count, kind) => count + number(row, `${kind} Meetings Organized Count`), 0);
      expect(total).toBe(number(row, 'Meetings Organized Count'));
    }
  });

  test('list users who were deleted, under names that no user has', () => {
    const names = new Set(tenant.users.map(({ userPrincipalName }) => userPrincipalName));
    const deleted = table('getOffice365ActiveUserDetail').filter((row) => row.get('Is Deleted') === 'True');
    expect(deleted.length).toBeGreaterThan(0);
    for (const row of deleted) {
      expect(names.has(row.get('User Principal Name') ?? '')).toBe(false);
      expect(row.get('Deleted Date')).toMatch(/^2026-1/);
      const used = [...row].filter(([column]) => column.endsWith('Last Activity Date'));
      expect(used.filter(([, day]) => day > (row.get('Deleted Date') ?? ''))).toEqual([]);
    }
  });

  test('name nobody where names are concealed, and everybody by one hash', () => {
    const secrets = tenant.users.flatMap((user) => [user.userPrincipalName, user.displayName, user.id]);
    const hashes = new Map<string, string>();
    for (const name of reportNames) {
      const text = [...tenant.report(name, 'D180', { concealed: true })].join('\n');
      expect(
        secrets.filter((secret) => text.includes(secret)),
        name,
      ).toEqual([]);
      const open = table(name);
      for (const [place, row] of table(name, 'D180', true).entries()) {
        const hash = row.get('User Principal Name');
        if (hash === undefined) continue;
        expect(hash).toMatch(/^[0-9A-F]{32}$/);
        const person = open[place]?.get('User Principal Name') ?? '';
        expect(hashes.get(person) ?? hash).toBe(hash);
        hashes.set(person, hash);
      }
    }
  });
});
