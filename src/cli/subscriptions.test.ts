import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { subscription as given } from '../../test/support/subscription-quotes.ts';
import { AppError } from '../shared/errors.ts';
import { quoteSchema } from '../shared/subscriptions/quote.ts';
import { quoteRequestSchema } from '../shared/subscriptions/quote-request.ts';
import { exitCodeOf } from './run-command.ts';
import { renderQuote } from './subscriptions.ts';
import { quoteFile } from './subscriptions-work.ts';

const io = (input = '') => ({
  stdin: Readable.from([Buffer.from(input)]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
});
const examples = 'examples/subscriptions';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subscriptions-'));
});

const subscription = given();
const request = {
  subscription,
  change: { kind: 'addSeats', seats: 1 },
  at: '2026-06-12T09:00:00Z',
};

describe('trimtab subscriptions quote', () => {
  it.each(['add-seats.json', 'cancel-late.json', 'upgrade.json'])(
    'answers the example %s as its schema says',
    async (name) => {
      const quote = await quoteFile(join(examples, name), io());
      expect(quoteSchema.parse(JSON.parse(JSON.stringify(quote)))).toEqual(quote);
    },
  );

  it('reads standard input, and the words of a person and of a machine say the same amount', async () => {
    const quote = await quoteFile('-', io(JSON.stringify(request)));
    expect(quote.dueNow).toBe('3.87');
    expect(renderQuote(quote)).toContain('1 more seat; 3.87 USD now');
  });

  it('shows what is refused, why, and when it is possible', async () => {
    const shown = renderQuote(await quoteFile(join(examples, 'cancel-late.json'), io()));
    expect(shown).toContain('Not possible any more; possible from 1 September 2027');
  });
});

/** Every name that a JSON Schema knows, and every kind of change. */
const namesIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'const') return [String(value)];
    const own = key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return [...own, ...namesIn(value)];
  });
};

it('docs/new-commerce.md explains every field of the file and every kind of change', async () => {
  const explained = await readFile('docs/new-commerce.md', 'utf8');
  const names = new Set(namesIn(z.toJSONSchema(quoteRequestSchema, { io: 'input' })));
  expect(names.size).toBeGreaterThan(30);
  const words = new Set(explained.match(/[A-Za-z]+/g));
  expect([...names].filter((name) => !words.has(name))).toEqual([]);
});

describe('bad input is refused with file, JSON path and remedy:', () => {
  const change = (given: object) => ({ ...request, change: given });
  const sold = (given: object) => ({ ...request, subscription: { ...subscription, ...given } });
  it.each([
    ['a file that is cut off', '{"subscription":', /This is not valid JSON/],
    ['nothing of what is asked', {}, /\$\.subscription: found nothing/],
    ['a change that nobody knows', change({ kind: 'pause' }), /\$\.change\.kind: found "pause"/],
    [
      'a change by another name',
      change({ kind: 'reduceSeats', seats: 1 }),
      /found "reduceSeats"; expected .*"addSeats" or "removeSeats" .*"changeAtRenewal"/,
    ],
    ['no seats', change({ kind: 'addSeats', seats: 0 }), /\$\.change\.seats: found 0/],
    ['half a seat', change({ kind: 'addSeats', seats: 0.5 }), /\$\.change\.seats: found 0\.5/],
    ['a name too many', change({ kind: 'cancel', force: true }), /\$\.change\.force/],
    ['a price as a number', sold({ price: { amount: 4 } }), /\$\.subscription\.price\.amount: found 4/],
    ['a price below zero', sold({ price: { amount: '-4' } }), /price\.amount: found "-4"/],
    ['a currency by its sign', sold({ currency: '€' }), /\$\.subscription\.currency/],
    [
      'a month billed annually',
      sold({ billing: 'annual' }),
      /\$\.subscription\.billing.*P1M is not billed annual/,
    ],
    ['a licence without a term', sold({ term: null }), /\$\.subscription\.term/],
    ['a moment before the term', { ...request, at: '2026-06-10T23:59:59Z' }, /\$\.at: .*present term/],
    ['a moment after the term', { ...request, at: '2026-07-11T00:00:00Z' }, /\$\.at: .*present term/],
    ['a purchase after the term began', change({ kind: 'purchase' }), /\$\.at: .*first day of the term/],
    ['a year that nobody sells for', sold({ termStart: '9999-01-01' }), /\$\.subscription\.termStart/],
    ['a moment without a zone', { ...request, at: '2026-06-12T00:00:00' }, /\$\.at/],
    [
      'seats of the future',
      sold({ seats: [{ seats: 1, addedAt: '2026-06-13T00:00:00Z' }] }),
      /seats\[0\]\.addedAt/,
    ],
    ['an end after the term', sold({ termEnd: '2026-08-01' }), /\$\.subscription\.termEnd/],
    [
      'a day before the rules begin',
      {
        ...sold({ termStart: '2022-07-01', seats: [{ seats: 1, addedAt: '2022-07-01T00:00:00Z' }] }),
        at: '2022-07-02T00:00:00Z',
      },
      /\$\.at: No rules/,
    ],
    [
      'a change at renewal to nothing',
      change({ kind: 'changeAtRenewal', to: {} }),
      /\$\.change\.to: .*expected at least one/,
    ],
    [
      'a day of the month that is not kept',
      sold({ anniversaryDay: 31 }),
      /anniversaryDay: .*last of its month/,
    ],
    ['a day of the month before the start', sold({ anniversaryDay: 1 }), /anniversaryDay/],
    ['a file without end', `"${'x'.repeat(17 * 1024 * 1024)}"`, /more than 16777216 bytes/],
  ] as const)('%s', async (_name, given, expected) => {
    const path = join(folder, 'request.json');
    await writeFile(path, typeof given === 'string' ? given : JSON.stringify(given));
    const error = await quoteFile(path, io()).catch((reason: unknown) => reason);
    if (!(error instanceof AppError)) throw new Error('accepted');
    expect(error.detail).toMatch(expected);
    expect(error.detail).toContain(path);
    expect(error.fix).toBeTruthy();
    expect(exitCodeOf(error.code)).toBe(2);
  });

  it('a file that is not there', async () => {
    await expect(quoteFile(join(folder, 'none.json'), io())).rejects.toThrow(/no such file/);
  });
});
