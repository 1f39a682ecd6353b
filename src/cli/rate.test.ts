import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../shared/errors.ts';
import { type RateResult, rateResultSchema } from '../shared/rating/rate-result.ts';
import { renderRate } from './rate.ts';
import { rateFiles } from './rate-work.ts';

const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};
const data = '../shared/data';
const examples = 'examples/rating';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rate-'));
});

let number = 0;
const file = async (content: unknown): Promise<string> => {
  number += 1;
  const path = join(folder, `${number}.json`);
  await writeFile(
    path,
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return path;
};

const rate = (
  rateCard: string,
  usage: string | readonly string[],
  more: Record<string, string> = {},
): Promise<RateResult> =>
  rateFiles({ rateCard, usage: [usage].flat(), periodStart: '1', rounding: 'half-up', ...more }, io);

const meterId = '1d7518e5-bc2f-4a93-9057-1b3047856645';
const partnerCard = (meter: Record<string, unknown> = {}) => ({
  currency: 'USD',
  meters: [{ id: meterId, rates: { 0: 1 }, ...meter }],
});
const partnerRecord = (given: Record<string, unknown> = {}) => ({
  usageStartTime: '2026-01-10T00:00:00Z',
  resource: { id: meterId },
  quantity: 5,
  instanceData: { resourceUri: '/subscriptions/s1/resourceGroups/x' },
  ...given,
});
const commerceRecord = (given: Record<string, unknown> = {}) => ({
  properties: {
    subscriptionId: 's1',
    meterId,
    usageStartTime: '2026-01-10T00:00:00+00:00',
    quantity: 150,
    ...given,
  },
});

describe('trimtab rate', () => {
  it('rates the documented card of Azure Commerce by its tiers', async () => {
    const result = await rate(
      `${data}/azure/commerce-rate-card.json`,
      await file({ value: [commerceRecord()] }),
    );
    expect(rateResultSchema.parse(result)).toEqual(result);
    expect(result.lines).toEqual([
      {
        subscriptionId: 's1',
        meterId,
        billingPeriodStart: '2026-01-01',
        quantity: '150',
        includedQuantity: '0',
        ratedQuantity: '150',
        tiers: [
          { from: '0', rate: '1.99', quantity: '100', amount: '199' },
          { from: '100', rate: '0.99', quantity: '50', amount: '49.5' },
        ],
        amount: '248.5',
        discount: '0',
        net: '248.5',
        rounded: '248.50',
      },
    ]);
    expect(result.total).toBe('248.50');
  });

  it('reads what was recorded from Partner Center: 37 records whose 16 meters the card does not know', async () => {
    const recorded = `${data}/partner-center/recorded`;
    const result = await rate(`${recorded}/GetAzureRateCard.json`, `${recorded}/GetAzureUtilization.json`);
    expect(result).toMatchObject({ currency: 'USD', lines: [], duplicatesDropped: 0, total: '0.00' });
    expect(result.unrated).toHaveLength(16);
    expect(result.unrated.reduce((sum, { records }) => sum + records, 0)).toBe(37);
  });

  it('reads numbers digit for digit: no binary float on the way', async () => {
    const card = await file(
      `{"currency":"USD","meters":[{"id":"${meterId}","rates":{"0":0.1000000000000000000000000000000000001}}]}`,
    );
    const usage = await file(
      JSON.stringify({ items: [partnerRecord()] }).replace('"quantity":5', '"quantity":1e-7'),
    );
    const { lines } = await rate(card, usage, { rounding: 'none' });
    expect(lines[0]?.amount).toBe('0.00000001000000000000000000000000000000000001');
  });

  it('takes several pages and files, packed or not, with a byte order mark', async () => {
    const pages = await file([{ items: [partnerRecord()] }, { items: [partnerRecord({ quantity: 6 })] }]);
    const packed = await file(
      gzipSync(`\ufeff${JSON.stringify({ items: [partnerRecord({ quantity: 7 })] })}`),
    );
    expect((await rate(await file(partnerCard()), [pages, packed])).total).toBe('18.00');
  });

  it('finds the subscription in links.self.uri where the resource names none', async () => {
    const page = {
      items: [partnerRecord({ instanceData: null })],
      links: { self: { uri: 'customers/c/subscriptions/s9/utilizations/azure?x=1' } },
    };
    expect((await rate(await file(partnerCard()), await file(page))).lines[0]?.subscriptionId).toBe('s9');
  });

  it('applies the terms of an offer of Azure Commerce', async () => {
    const card = JSON.parse(await readFile(`${data}/azure/commerce-rate-card.json`, 'utf8'));
    card.Meters[0].MeterTags = [];
    card.OfferTerms = [
      {
        Name: 'Monetary Commitment',
        EffectiveDate: '2026-01-01T00:00:00Z',
        TieredDiscount: { 0: 0, 100: 0.1 },
        ExcludedMeterIds: [],
      },
      { Name: 'Monetary Credit', EffectiveDate: '2026-01-01T00:00:00Z', Credit: 50, ExcludedMeterIds: [] },
      { Name: 'Recurring Charge', EffectiveDate: '2026-01-01T00:00:00Z', RecurringCharge: 10 },
    ];
    const { lines, total } = await rate(await file(card), await file({ value: [commerceRecord()] }));
    expect(lines[0]).toMatchObject({ amount: '248.5', discount: '64.85', net: '183.65' });
    expect(total).toBe('193.65');
  });

  it('shows a person what the examples cost, what was reported twice and what is unrated', async () => {
    const result = await rate(`${examples}/rate-card.json`, `${examples}/usage.json`, {
      priceRules: `${examples}/price-rules.json`,
    });
    expect(renderRate(result)).toMatchInlineSnapshot(`
      "Subscription                          Meter                                 Period from   Quantity      Rated       Amount      Discount  Rounded    Price  Margin  Rule
      ------------------------------------  ------------------------------------  -----------  ---------  ---------  -----------  ------------  -------  -------  ------  ---------------
      3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  5f3c2f0e-6e0c-4c0b-9b9e-0f5f2a7d1a01  2026-05-01      96         96        10.176       1.5264         8.65     9.34    0.69  standard
      3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  7c1f4c1e-2d2f-4b1c-8a55-3f6b8f0c2b02  2026-05-01   60000.25   60000.25   1097.844425  164.67666375   933.17  1060.42  127.25  storage-margin
      91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  a2d9b7e4-91b1-4f7e-8d0a-51a3c3b6de03  2026-05-01     352.625    252.625    18.69425     0             18.69    25.00    6.31  fabrikam-egress
      91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  c9d1c9f0-4b8e-4a0c-9d0e-8a1b7f5c4e04  2026-05-01      24         24        12           0             12.00    12.96    0.96  standard

      Unrated meter                         Why            Records  Quantity
      ------------------------------------  -------------  -------  --------
      00000000-aaaa-4bbb-8ccc-000000000099  unknown-meter        1         3

      1 record reported twice and counted once.
      Total 972.51 EUR, sold for 1107.72 EUR
      "
    `);
  });
});

describe('bad input is refused with file, place and remedy:', () => {
  const good = { card: partnerCard(), usage: { items: [partnerRecord()] } };
  it.each([
    ['a card that is none', { card: { a: 1 } }, /, \$: found no "meters"/],
    [
      'a card that is cut off',
      { card: '{\n"meters":[' },
      /not valid JSON at line 2, column 11: it ends before it is complete/,
    ],
    ['an empty card', { card: '' }, /The file is empty/],
    [
      'a quantity of astronomers',
      { usage: '{"items":[{"usageStartTime":"2026-01-10","resource":{"id":"m"},"quantity":1e999}]}' },
      /items\[0\]\.quantity: found "1e999"; expected at most 20 digits before the point and 60 behind it/,
    ],
    [
      'a quantity of too many places',
      { usage: { items: [partnerRecord({ quantity: '1e-61' })] } },
      /found "1e-61"; expected at most 20 digits/,
    ],
    [
      'a quantity with blanks',
      { usage: { items: [partnerRecord({ quantity: ' 1' })] } },
      /found " 1"; expected a decimal number/,
    ],
    [
      'a rate of astronomers',
      { card: partnerCard({ rates: { 0: '1e400' } }) },
      /meters\[0\]\.rates\.0: found "1e400"; expected at most 20 digits/,
    ],
    [
      'a bound that is no number',
      { card: partnerCard({ rates: { 0: 1, many: 2 } }) },
      /meters\[0\]\.rates\.many.*a decimal number as lower bound/,
    ],
    [
      'a bound of astronomers',
      { card: partnerCard({ rates: { 0: 1, '1e400': 2 } }) },
      /meters\[0\]\.rates\.1e400.*at most 20 digits/,
    ],
    [
      'a rate that is no number',
      { card: partnerCard({ rates: { 0: 'x' } }) },
      /meters\[0\]\.rates.*found "x".*a decimal number/,
    ],
    [
      'tiers that do not begin at 0',
      { card: partnerCard({ rates: { 5: 1 } }) },
      /meters\[0\]\.rates.*begins at "0"/,
    ],
    ['a bound that stands twice', { card: partnerCard({ rates: { 0: 1, '0.0': 2 } }) }, /each bound once/],
    [
      'an included quantity below 0',
      { card: partnerCard({ includedQuantity: -1 }) },
      /includedQuantity.*not negative/,
    ],
    [
      'a day that does not exist',
      { card: partnerCard({ effectiveDate: '2026-02-30' }) },
      /effectiveDate.*a moment/,
    ],
    ['usage that is none', { usage: { a: 1 } }, /, \$: found no "items"/],
    ['a list that is none', { usage: { items: 5 } }, /\$\.items: expected a list/],
    [
      'a missing quantity',
      { usage: { items: [partnerRecord(), partnerRecord({ quantity: undefined })] } },
      /\$\.items\[1\]\.quantity: found nothing/,
    ],
    [
      'a quantity that is no number',
      { usage: { items: [partnerRecord({ quantity: 'many' })] } },
      /items\[0\]\.quantity: found "many"/,
    ],
    [
      'a moment that is none',
      { usage: { items: [partnerRecord({ usageStartTime: 'yesterday' })] } },
      /usageStartTime: found "yesterday"/,
    ],
    [
      'no subscription',
      { usage: { items: [partnerRecord({ instanceData: { resourceUri: '/x' } })] } },
      /items\[0\]\.instanceData\.resourceUri/,
    ],
    [
      'Commerce usage without a meter',
      { usage: { value: [commerceRecord({ meterId: undefined })] } },
      /value\[0\]\.properties\.meterId/,
    ],
    [
      'corrections below zero',
      { usage: { items: [partnerRecord({ quantity: -5 })] } },
      /subscription s1, meter .*below zero/,
    ],
    [
      'an unknown name in a price rule',
      { rules: { rules: [{ id: 'a', price: { kind: 'markup', percent: '1' }, colour: 'red' }] } },
      /rules\[0\]\.colour/,
    ],
    [
      'a margin of 100 %',
      { rules: { rules: [{ id: 'a', price: { kind: 'margin', percent: '100' } }] } },
      /rules\[0\]\.price\.percent/,
    ],
    [
      'two rules of one id',
      { rules: { rules: [1, 2].map(() => ({ id: 'a', price: { kind: 'markup', percent: '1' } })) } },
      /rules\[1\]\.id/,
    ],
  ] as const)('%s', async (_name, wrong: { card?: unknown; usage?: unknown; rules?: unknown }, message) => {
    const { card, usage } = { ...good, ...wrong };
    const rules = wrong.rules === undefined ? {} : { priceRules: await file(wrong.rules) };
    const refusal = await rate(await file(card), await file(usage), rules).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).detail).toMatch(message);
    expect((refusal as AppError).fix).toBeTruthy();
    expect(['invalid_input', 'unprocessable']).toContain((refusal as AppError).code);
  });

  it.each([
    ['periodStart', '29', /--period-start/],
    ['periodStart', '1.5', /--period-start/],
    ['openSince', 'May', /--open-since/],
    ['priceRules', '/nowhere.json', /nowhere\.json: There is no such file/],
  ])('%s %s', async (option, value, message) => {
    await expect(rate(await file(good.card), await file(good.usage), { [option]: value })).rejects.toThrow(
      message,
    );
  });
});
