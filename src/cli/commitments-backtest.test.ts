import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { backtestResultSchema } from '../shared/commitments/backtest.ts';
import { AppError } from '../shared/errors.ts';
import { renderBacktest } from './commitments-backtest.ts';
import { readDemand } from './commitments-backtest-demand.ts';
import { backtest } from './commitments-backtest-work.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-backtest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
const io = { stdin: Readable.from([]), stdout: sink, stderr: sink, interactive: false };

const offer = { id: 'flex', scope: 'flexible', termHours: 48, discount: '0.5' };
const hour = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString();
const rows = (count: number, quantity = '2'): string =>
  Array.from({ length: count }, (_, index) => `${hour(index)},a,${quantity}`).join('\n');

let written = 0;
const write = async (content: string | Uint8Array, suffix: string): Promise<string> => {
  written += 1;
  const path = join(folder, `input-${written}${suffix}`);
  await writeFile(path, content);
  return path;
};

const run = async (
  demand: string | Uint8Array,
  offers: unknown = [offer],
  historyHours = '24',
  policy?: string,
) =>
  backtest(
    {
      demand: await write(demand, '.csv'),
      offers: await write(typeof offers === 'string' ? offers : JSON.stringify(offers), '.json'),
      historyHours,
      policy,
    },
    io,
    new AbortController().signal,
  );

const refusal = async (...parameters: Parameters<typeof run>): Promise<string> => {
  const error = await run(...parameters).catch((each: unknown) => each);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toMatch(/invalid_input|too_large/);
  return error.detail;
};

const header = 'hour,series,quantity\n';

const toldOf = async (content: string): Promise<string> => {
  const stderr = new PassThrough();
  const path = await write(content, '.csv');
  await readDemand(
    path,
    { ...io, stderr },
    { show: () => {}, clear: () => {} },
    new AbortController().signal,
  );
  return String(stderr.read() ?? '').replaceAll(path, 'FILE');
};

it.each([
  ['2026-01-01', '2026-01-02'],
  ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
  ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
  ['2026-01-01 00:00:00', '2026-01-01 00:00'],
])('says on standard error that days are taken as hours: %s, %s', async (...days) => {
  const told = await toldOf(header + days.map((day) => `${day},a,240\n`).join(''));
  expect(told).toMatch(
    /^trimtab: FILE: every row lies at midnight, .* count as 0\.\n {2}If these are days, write 24 rows/,
  );
});

it.each(['2026-01-01T01:00:00Z', '2026-01-01T00:00:00Z,a,1\n2026-01-02T10:00:00Z'])(
  'says nothing of hours: %s',
  async (given) => {
    expect(await toldOf(`${header}${given},a,1\n`)).toBe('');
  },
);

it('knows a FOCUS export by its columns, and says what makes demand of it', async () => {
  const content = await readFile('examples/focus/commitments-1.3.csv', 'utf8');
  await expect(toldOf(content)).rejects.toMatchObject({
    code: 'invalid_input',
    detail: expect.stringContaining(
      'header: this looks like a FOCUS export; expected demand with the columns',
    ),
    fix: expect.stringContaining('"trimtab commitments demand" makes demand from it'),
  });
});

it('answers in the documented shape: columns in any order, others ignored, packed or not', async () => {
  const plain = await run(header + rows(72), [offer], '24', 'daily-14d');
  expect(backtestResultSchema.parse(plain)).toEqual(plain);
  expect(plain.onDemandCost).toBe('96.00');
  expect(plain.policies).toEqual([
    {
      name: 'daily-14d',
      effectiveSavingsRate: '0.5',
      coverage: '1',
      utilisation: '1',
      lockInMonths: '0.016781',
      purchases: [{ hour: '2026-01-02T00:00:00Z', offer: 'flex', series: null, quantity: '2' }],
    },
  ]);
  const shuffled = `\ufeffnote,Quantity,hour,series\r\n${rows(72)
    .split('\n')
    .map((row) => {
      const [at, series, quantity] = row.split(',');
      return `x,"${quantity}",${at},${series}`;
    })
    .join('\r\n')}\r\n`;
  expect(await run(shuffled, [offer], '24', 'daily-14d')).toEqual(plain);
  expect(await run(gzipSync(header + rows(72)), [offer], '24', 'daily-14d')).toEqual(plain);
});

it('runs all policies without --policy, and the simple ones with each offer where there are several', async () => {
  const all = await run(header + rows(72));
  expect(all.policies.map(({ name }) => name)).toEqual([
    'trimtab',
    'annual-60d',
    'quarterly-60d',
    'daily-14d',
  ]);
  const two = await run(header + rows(72), [offer, { ...offer, id: 'own', scope: 'series' }]);
  expect(two.policies.map(({ name }) => name)).toContain('daily-14d:own');
  expect(renderBacktest(all)).toContain('quarterly-60d');
});

it('takes a policy from a file', async () => {
  const path = await write(JSON.stringify({ name: 'weekly', everyHours: 168, windowHours: 24 }), '.json');
  const { policies } = await run(header + rows(72), [offer], '24', path);
  expect(policies.map(({ name, purchases }) => [name, purchases.length])).toEqual([['weekly', 1]]);
});

it('a missing hour is nothing, and rows of one hour and series add up', async () => {
  const gap = `${header}${hour(0)},a,1\n${hour(0)},a,2\n${hour(30)},a,4`;
  const { onDemandCost, policies } = await run(gap, [offer], '24');
  expect(onDemandCost).toBe('4.00');
  expect(policies[0]?.purchases).toEqual([]);
  expect((await run(gap, [offer], '0')).onDemandCost).toBe('7.00');
});

it.each([
  ['no such column', `hour,name,quantity\n${rows(3)}`, 'header, column series: missing'],
  [
    'no number',
    `${header}${rows(2)}\n${hour(3)},a,x`,
    'row 3, column quantity: found "x"; expected a number',
  ],
  ['a negative number', `${header}${hour(0)},a,-1`, 'row 1, column quantity: found "-1"'],
  ['not a number', `${header}${hour(0)},a,NaN`, 'row 1, column quantity: found "NaN"'],
  ['an underscore', `${header}${hour(0)},a,1_000`, 'row 1, column quantity'],
  ['an absurd number', `${header}${hour(0)},a,1e300`, 'row 1, column quantity'],
  ['nothing', `${header}${hour(0)},a,`, 'row 1, column quantity: found nothing'],
  [
    'no hour',
    `${header}${rows(2)}\nyesterday,a,1`,
    'row 3, column hour: found "yesterday"; expected a whole hour',
  ],
  ['half an hour', `${header}2026-01-01T00:30:00Z,a,1`, 'row 1, column hour'],
  [
    'two bad hours, of which the first counts',
    `${header}${rows(2)}\n,a,1\n2026-01-01T00:45:00Z,a,1\nnoon,a,1`,
    'row 3, column hour: found nothing',
  ],
  [
    'a year that was mistyped',
    `${header}${rows(3)}\n9026-01-01T00:00:00Z,a,1`,
    'row 4, column hour: found "9026-01-01T00:00:00Z"; expected an hour within 50 years of the others',
  ],
  ['no series', `${header}${hour(0)},,1`, 'row 1, column series: found nothing'],
  ['no rows', header, 'found no row'],
  ['a field too many', `${header}${hour(0)},a,1,2`, 'row 1'],
])('refuses demand with %s, naming row and column', async (_name, content, expected) => {
  expect(await refusal(content)).toContain(expected);
});

it.each([
  ['no JSON', '{', '$: This is not valid JSON'],
  ['no list', {}, '$: found'],
  ['no offers', [], '$: found'],
  ['a discount of 1', [{ ...offer, discount: '1' }], '$[0].discount: found "1"'],
  [
    'a discount as a number',
    [{ ...offer, discount: 0.28 }],
    '$[0].discount: found 0.28; expected a decimal number as text',
  ],
  [
    'lists that are nested without end',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '$[0]: found something nested too deeply',
  ],
  ['an unknown scope', [{ ...offer, scope: 'zone' }], '$[0].scope: found "zone"'],
  ['a term of no hours', [{ ...offer, termHours: 0 }], '$[0].termHours: found 0'],
  ['an id twice', [offer, offer], '$[1].id: found "flex"'],
])('refuses offers with %s, naming the path', async (_name, offers, expected) => {
  expect(await refusal(header + rows(48), offers)).toContain(expected);
});

it('refuses a history that leaves nothing to evaluate, and unknown policies', async () => {
  expect(await refusal(header + rows(48), [offer], '48')).toContain(
    '--history-hours: found 48; expected fewer than the 48',
  );
  expect(await refusal(header + rows(48), [offer], 'x')).toContain('--history-hours: found "x"');
  expect(await refusal(header + rows(48), [offer], '24', 'best')).toContain('--policy: found "best"');
  expect(await refusal(header + rows(48), [offer], '24', './nowhere.json')).toContain(
    'There is no such file',
  );
});
