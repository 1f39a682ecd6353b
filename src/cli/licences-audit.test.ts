import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../shared/errors.ts';
import { type AuditResult, auditResultSchema } from '../shared/licences/audit-result.ts';
import { renderAs } from './licences-audit.ts';
import { auditFolder } from './licences-audit-work.ts';
import { processIo } from './run-command.ts';

vi.setConfig({ testTimeout: 30_000 });

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trimtab-licences-'));
});
afterAll(() => rm(root, { recursive: true }));

type Content = string | Uint8Array | object;
type Files = Readonly<Record<string, Content | null>>;

const e3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';
const user = (name: string, more: object = {}) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@example.com`,
  accountEnabled: false,
  userType: 'Member',
  createdDateTime: '2020-01-01T00:00:00Z',
  assignedLicenses: [{ skuId: e3, disabledPlans: [] }],
  ...more,
});
const skus = [
  { skuId: e3, skuPartNumber: 'SPE_E3', appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 2 },
];
const sound: Files = {
  'users.json': { value: [user('ann'), user('bob')] },
  'subscribedSkus.json': { value: skus },
};

const textOf = (content: Content): string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);

const makeFolder = async (files: Files): Promise<string> => {
  folders += 1;
  const folder = join(root, String(folders));
  await mkdir(join(folder, 'reports'), { recursive: true });
  for (const [name, content] of Object.entries({ ...sound, ...files })) {
    if (content !== null) await writeFile(join(folder, name), textOf(content));
  }
  return folder;
};

const io = (stdin = '') => ({
  ...processIo(),
  interactive: false,
  stdin: Readable.from([Buffer.from(stdin)]),
});

interface Given {
  readonly files?: Files;
  readonly prices?: string;
  readonly policy?: string;
  readonly asOf?: string;
}

const run = async ({ files = {}, prices, policy, asOf = '2026-06-30' }: Given): Promise<AuditResult> => {
  const folder = await makeFolder({
    ...files,
    ...(prices === undefined ? {} : { 'prices.csv': prices }),
    ...(policy === undefined ? {} : { 'policy.json': policy }),
  });
  const path = (name: string, given: string | undefined) =>
    given === undefined ? undefined : join(folder, name);
  const options = { asOf, prices: path('prices.csv', prices), policy: path('policy.json', policy) };
  return auditFolder(folder, options, io());
};

const failure = async (given: Given): Promise<AppError> => {
  const error: unknown = await run(given).then(
    () => expect.unreachable('expected an error'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  expect(error.code).toBe('invalid_input');
  expect(error.fix).toBeTruthy();
  return error;
};

const header = 'Report Refresh Date,User Principal Name,Is Deleted,Teams Last Activity Date';
const report = (text: Content): Files => ({ 'reports/getOffice365ActiveUserDetail.csv': text });
const row = '2026-06-28,ann@example.com,False,2026-06-01';

describe('an export', () => {
  it('is the same as a single answer, as pages, as a bare array, packed, and with a byte order mark', async () => {
    const users = [user('ann'), user('bob')];
    const pages = users.map((each) => ({ value: [each] }));
    const expected = JSON.stringify(await run({}));
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    const shapes: readonly Files[] = [
      { 'users.json': { '@odata.context': '…', value: users, '@odata.count': 2 } },
      { 'users.json': { note: { value: [1, { value: 2 }] }, value: users } },
      { 'users.json': pages },
      { 'users.json': users },
      { 'users.json': JSON.stringify({ value: users }, null, 2).replaceAll('\n', '\r\n') },
      { 'users.json': Buffer.concat([mark, Buffer.from(JSON.stringify(pages))]) },
      { 'users.json': null, 'users.json.gz': gzipSync(JSON.stringify(users)) },
    ];
    for (const files of shapes) expect(JSON.stringify(await run({ files }))).toBe(expected);
  });

  it('is read whatever stands in its texts', async () => {
    const odd = '\\" ] } [ {value:[ \u2028 é 漢';
    const files = { 'users.json': { value: [user('ann', { userPrincipalName: odd })] } };
    const labels = (await run({ files })).findings.map(({ subject }) => subject.label);
    expect(labels).toContain(odd);
  });

  it('may have no user at all', async () => {
    for (const content of [{ value: [] }, [], [{ value: [] }]]) {
      expect((await run({ files: { 'users.json': content } })).users).toBe(0);
    }
  });

  it('that lacks a page says so', async () => {
    const users = {
      value: [user('ann')],
      '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$skiptoken=x',
    };
    const codes = (await run({ files: { 'users.json': users } })).problems.map(({ code }) => code);
    expect(codes).toContain('incomplete-source');
    expect(
      (await run({ files: { 'users.json': [users, { value: [user('bob')] }] } })).problems.map(
        ({ code }) => code,
      ),
    ).not.toContain('incomplete-source');
  });

  it('has reports with shuffled and extra columns, quotes, CRLF, a byte order mark or gzip', async () => {
    const expected = JSON.stringify(await run({ files: report(`${header}\n${row}\n`) }));
    const shuffled = `\ufeff"Teams Last Activity Date",Extra,"Is Deleted","User Principal Name","Report Refresh Date"\r\n2026-06-01,"a ""b"", c",False,"ANN@example.com",2026-06-28\r\n`;
    expect(JSON.stringify(await run({ files: report(shuffled) }))).toBe(expected);
    expect(
      JSON.stringify(
        await run({ files: { 'reports/getOffice365ActiveUserDetail.csv.gz': gzipSync(shuffled) } }),
      ),
    ).toBe(expected);
  });

  it('may have several files of one report', async () => {
    const apps = 'Report Refresh Date,User Principal Name,Last Activity Date,Report Period\n';
    const files = {
      "reports/getM365AppUserDetail(period='D7').csv": `${apps}2026-06-28,ann@example.com,,7\n`,
      'reports/getM365AppUserDetail-D180.csv': `${apps}2026-06-28,ann@example.com,,180\n`,
      'reports/readme.txt': 'no report',
    };
    expect((await run({ files })).sources).toMatchObject([{ name: 'getM365AppUserDetail', rows: 2 }]);
  });
});

describe('bad input names file and place', () => {
  it.each<[string, Given, readonly string[]]>([
    ['no users', { files: { 'users.json': null } }, ['users.json', 'no such file']],
    ['no SKUs', { files: { 'subscribedSkus.json': null } }, ['subscribedSkus.json']],
    ['an empty file', { files: { 'users.json': '' } }, ['users.json', '$', 'empty']],
    ['no JSON', { files: { 'users.json': 'hello' } }, ['users.json', 'Expected [ or {']],
    [
      'JSON that ends early',
      { files: { 'users.json': `{"value":[${JSON.stringify(user('a'))},{"id":"x"` } },
      ['$.value[1]', 'ends before'],
    ],
    [
      'a missing comma',
      { files: { 'users.json': `[${JSON.stringify(user('a'))}${JSON.stringify(user('b'))}]` } },
      ['$[1]', 'comma'],
    ],
    [
      'a trailing comma',
      { files: { 'users.json': `[${JSON.stringify(user('a'))},]` } },
      ['$[1]', 'after the last comma'],
    ],
    ['the wrong bracket', { files: { 'users.json': `[${JSON.stringify(user('a'))}}` } }, ['users.json', '$']],
    ['text after the end', { files: { 'users.json': '[] x' } }, ['users.json', 'follows']],
    ['an unquoted name', { files: { 'users.json': '[{id:1}]' } }, ['$[0]', 'not valid JSON']],
    ['no list', { files: { 'users.json': { id: 'x' } } }, ['users.json', '"value"']],
    ['a value that is no list', { files: { 'users.json': [{ value: 1 }] } }, ['$[0].value', 'array']],
    ['a list of numbers', { files: { 'users.json': [1] } }, ['$[0]', 'found 1']],
    [
      'an error answer',
      { files: { 'users.json': { error: { code: 'Forbidden', message: 'no' } } } },
      ['error answer', 'Forbidden'],
    ],
    [
      'a wrong type',
      { files: { 'users.json': { value: [user('a'), user('b', { accountEnabled: 'yes' })] } } },
      ['$.value[1].accountEnabled', '"yes"', 'expected true or false'],
    ],
    [
      'a wrong type on a page',
      { files: { 'users.json': [{ value: [user('a', { createdDateTime: '1.1.2020' })] }] } },
      ['$[0].value[0].createdDateTime', '1.1.2020'],
    ],
    ['a missing name', { files: { 'users.json': [{ id: 'x' }] } }, ['$[0].userPrincipalName', 'nothing']],
    [
      'seats as text',
      { files: { 'subscribedSkus.json': [{ ...skus[0], consumedUnits: '2' }] } },
      ['subscribedSkus.json', '$[0].consumedUnits'],
    ],
    [
      'a bad day in a report',
      { files: report(`${header}\n${row}\n2026-06-28,x,False,28/06/2026\n`) },
      ['getOffice365ActiveUserDetail.csv', 'row 2', 'Teams Last Activity Date', '28/06/2026'],
    ],
    [
      'a bad flag',
      { files: report(`${header}\n2026-06-28,ann@example.com,maybe,\n`) },
      ['row 1', 'Is Deleted', 'maybe'],
    ],
    ['too few fields', { files: report(`${header}\n2026-06-28,ann\n`) }, ['row 1', '2 fields', 'expected 4']],
    ['an open quote', { files: report(`${header}\n"2026-06-28\n`) }, ['row 1', 'never closed']],
    [
      'no name column',
      { files: report('Report Refresh Date\n2026-06-28\n') },
      ['header', 'User Principal Name'],
    ],
    ['an empty report', { files: report('') }, ['getOffice365ActiveUserDetail.csv', 'empty']],
    ['damaged gzip', { files: report(gzipSync(`${header}\n${row}\n`).subarray(0, 40)) }, ['gzip']],
    [
      'no price column',
      { prices: 'skuPartNumber,currency\nSPE_E3,EUR\n' },
      ['prices.csv', 'header', 'monthlyPrice'],
    ],
    [
      'a price with a comma',
      { prices: 'skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,"57,00"\n' },
      ['row 1', 'monthlyPrice', '57,00'],
    ],
    [
      'a price of astronomers, by row and line',
      {
        prices: `skuPartNumber,currency,monthlyPrice\n"SPE\n_E3",EUR,1\nSPE_E5,EUR,${'9'.repeat(32)}\n`,
      },
      ['row 2 (line 4), column monthlyPrice', `found "${'9'.repeat(32)}"`, 'at most 1000000000 a month'],
    ],
    [
      'a price with an exponent, as it stands in the file',
      { prices: 'skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,1e400\n' },
      ['row 1 (line 2), column monthlyPrice', 'found "1e400"', 'without exponent'],
    ],
    [
      'a price of too many digits',
      { prices: `skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,${'9'.repeat(400)}\n` },
      ['row 1 (line 2), column monthlyPrice', 'expected at most 80 characters'],
    ],
    ['a policy that is no JSON', { policy: '{\n"exclude": {,}\n}' }, ['policy.json', 'line 2, column 13']],
    ['an empty policy', { policy: '\n' }, ['policy.json: The file is empty']],
    ['a number beyond all', { policy: '{"parameters":{"staleDays":1e400}}' }, ['found 1e400']],
    [
      'days beyond ten years',
      { policy: '{"parameters":{"staleDays":99999}}' },
      ['$.parameters.staleDays: found 99999; expected a number of at most 3650'],
    ],
    [
      'a negative price',
      { prices: 'skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,-1\n' },
      ['row 1', 'monthlyPrice'],
    ],
    [
      'a wrong currency',
      { prices: 'skuPartNumber,currency,monthlyPrice\nSPE_E3,€,1\n' },
      ['row 1', 'currency', '€'],
    ],
    [
      'two prices of a SKU',
      { prices: 'skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,1\nspe_e3,EUR,2\n' },
      ['row 2', 'row 1'],
    ],
    [
      'an unknown name in a policy',
      { policy: '{"parameters":{"inactivDays":3}}' },
      ['policy.json', '$.parameters.inactivDays'],
    ],
    [
      'a share that is a number',
      { policy: '{"parameters":{"mappedShare":0.95}}' },
      ['$.parameters.mappedShare', '0.95'],
    ],
    ['a policy that is no object', { policy: '[]' }, ['policy.json', '$']],
    ['a policy that is no JSON', { policy: '{' }, ['policy.json', 'not valid JSON']],
    ['a wrong day', { asOf: '30.6.2026' }, ['--as-of', '30.6.2026']],
    ['a day that does not exist', { asOf: '2026-02-30' }, ['--as-of']],
  ])('%s', async (_what, given, texts) => {
    const { detail } = await failure(given);
    for (const text of texts) expect(detail).toContain(text);
  });

  it('a folder that is none', async () => {
    const work = auditFolder(join(root, 'nowhere'), { asOf: '2026-06-30' }, io());
    await expect(work).rejects.toThrow('no such folder');
  });
});

describe('the example of the repository', () => {
  const example = (options: object = {}) =>
    auditFolder('examples/licences/tenant', { asOf: '2026-06-30', ...options }, io());

  it('shows every rule but few', async () => {
    const rules = new Set(
      (await example({ prices: 'examples/licences/prices.csv' })).findings.map(({ rule }) => rule),
    );
    expect(rules.size).toBeGreaterThanOrEqual(20);
  });

  it('has the shape of the contract, and is the same twice', async () => {
    const result = await example();
    expect(auditResultSchema.parse(result)).toEqual(result);
    expect(await renderAs('json', await example())).toBe(await renderAs('json', result));
  });

  it('does not change when it is read in other order', async () => {
    const folder = join(root, 'shuffled');
    await cp('examples/licences/tenant', folder, { recursive: true });
    const users = JSON.parse(await readFile(join(folder, 'users.json'), 'utf8'));
    await writeFile(join(folder, 'users.json'), JSON.stringify(users.value.reverse()));
    const path = join(folder, 'reports/getMailboxUsageDetail.csv');
    const [first, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    await writeFile(path, `${[first, ...rows.reverse()].join('\n')}\n`);
    const shuffled = await auditFolder(folder, { asOf: '2026-06-30' }, io());
    expect(JSON.stringify(shuffled)).toBe(JSON.stringify(await example()));
  });

  it('reads prices from standard input', async () => {
    const prices = 'skuPartNumber,currency,monthlyPrice\nSPE_E5,EUR,54.75\n';
    const result = await auditFolder(
      'examples/licences/tenant',
      { asOf: '2026-06-30', prices: '-' },
      io(prices),
    );
    expect(result.totals.map(({ currency }) => currency)).toEqual(['EUR']);
  });
});

describe('a report for people', () => {
  const evil = '=cmd|"/C calc"!A0<script>alert(1)</script>';
  it.each(['table', 'csv', 'html'] as const)('as %s has every finding and runs nothing', async (format) => {
    const files = { 'users.json': { value: [user('ann', { userPrincipalName: evil }), user('bob')] } };
    const text = await renderAs(format, await run({ files }));
    expect(text).toContain('bob@example.com');
    if (format === 'html') expect(text).not.toContain('<script');
    if (format === 'csv') expect(text).not.toMatch(/(^|,)"?=/m);
  });
});
