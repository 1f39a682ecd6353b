import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recommendationSchema } from '../shared/commitments/recommend.ts';
import { AppError } from '../shared/errors.ts';
import { renderRecommendation } from './commitments-recommend.ts';
import { recommendPurchases } from './commitments-recommend-work.ts';

const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
const io = { stdin: Readable.from([]), stdout: sink, stderr: sink, interactive: false };
const example = (name: string): string => `examples/commitments/${name}`;
const given = { demand: example('demand.csv'), offers: example('offers.json') };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-recommend-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the examples of --help work, and answer in the documented shape', async () => {
  const { signal } = new AbortController();
  const plain = await recommendPurchases(given, io, signal);
  expect(recommendationSchema.parse(plain)).toEqual(plain);
  expect(plain.tranches.length).toBeGreaterThan(0);
  const options = { ...given, existing: example('existing.json'), policy: example('rules.json') };
  const ruled = await recommendPurchases(options, io, signal);
  expect(Number(ruled.totals.lockInMonths)).toBeLessThanOrEqual(8);
  expect(renderRecommendation(ruled)).toContain('Demand falls by %');
  expect(renderRecommendation({ ...ruled, tranches: [] })).toContain('Nothing to buy now');
});

it('people are told what was declined and why, not only who reads --json', async () => {
  const policy = join(folder, 'tight.json');
  await writeFile(policy, JSON.stringify({ maximumLockInMonths: '1' }));
  const tight = await recommendPurchases({ ...given, policy }, io, new AbortController().signal);
  expect(tight.declined.flatMap(({ reason }) => reason.map(({ code }) => code))).toContain('rule');
  const shown = renderRecommendation(tight);
  for (const { text } of tight.declined.flatMap(({ reason }) => reason)) expect(shown).toContain(text);
});

const held = {
  id: 'x',
  scope: 'flexible',
  quantity: '1',
  discount: '0.1',
  endsAt: '2027-01-01T00:00:00Z',
} as const;

it.each([
  ['rules', { policy: { cashlimit: '5' } }, '$.cashlimit'],
  ['a limit', { policy: { cashLimit: '-5' } }, '$.cashLimit: found "-5"'],
  ['an offer', { policy: { offers: ['flex-9y'] } }, 'found the offer "flex-9y"'],
  [
    'an end',
    { existing: [{ id: 'x', scope: 'flexible', quantity: '1', discount: '0.1', endsAt: 'soon' }] },
    '$[0].endsAt: found "soon"',
  ],
  [
    'a commitment of a series that is not named',
    { existing: [{ ...held, scope: 'series' }] },
    '$[0].series: found nothing; expected the name of a series',
  ],
  [
    'a commitment that is listed twice',
    { existing: [held, held] },
    '$[1].id: found "x"; expected an id that no other',
  ],
  [
    'an event that ends before it begins',
    { policy: { events: [{ from: '2026-03-01T00:00:00Z', until: '2026-02-01T00:00:00Z', factor: '1' }] } },
    '$.events[0].until: found "2026-02-01T00:00:00Z"; expected an instant later than "from"',
  ],
  [
    'an event of a series that has no demand',
    { policy: { events: [{ from: '2026-03-01T00:00:00Z', series: 'bach', factor: '0.5' }] } },
    '$.events[0].series: found "bach"; expected a series of examples/commitments/demand.csv',
  ],
] as const)('refuses %s that cannot be understood, naming the path', async (_name, files, expected) => {
  const paths: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    paths[name] = join(folder, `${name}.json`);
    await writeFile(paths[name], JSON.stringify(content));
  }
  const error = await recommendPurchases({ ...given, ...paths }, io, new AbortController().signal).catch(
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).detail).toContain(expected);
});
