import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  commerceRecord,
  meterId,
  partnerCard,
  partnerRecord,
  ratedFiles,
  rateFile,
  rateOnFiles,
} from '../../test/support/rate-files.ts';
import { ratedLineSchema, rateResultSchema } from '../shared/rating/rate-result.ts';
import { renderRate } from './rate.ts';
import { rateFiles } from './rate-work.ts';

const data = '../shared/data';
const examples = 'examples/rating';

describe('trimtab rate', () => {
  it('rates the documented card of Azure Commerce by its tiers', async () => {
    const result = await rateOnFiles(
      `${data}/azure/commerce-rate-card.json`,
      await rateFile({ value: [commerceRecord()] }),
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
    const result = await rateOnFiles(
      `${recorded}/GetAzureRateCard.json`,
      `${recorded}/GetAzureUtilization.json`,
    );
    expect(result).toMatchObject({ currency: 'USD', lines: [], duplicatesDropped: 0, total: '0.00' });
    expect(result.unrated).toHaveLength(16);
    expect(result.unrated.reduce((sum, { records }) => sum + records, 0)).toBe(37);
  });

  it('reads numbers digit for digit: no binary float on the way', async () => {
    const card = await rateFile(
      `{"currency":"USD","meters":[{"id":"${meterId}","rates":{"0":0.1000000000000000000000000000000000001}}]}`,
    );
    const usage = await rateFile(
      JSON.stringify({ items: [partnerRecord()] }).replace('"quantity":5', '"quantity":1e-7'),
    );
    const { lines } = await rateOnFiles(card, usage, { rounding: 'none' });
    expect(lines[0]?.amount).toBe('0.00000001000000000000000000000000000000000001');
    expect(ratedLineSchema.parse(lines[0])).toEqual(lines[0]);
  });

  it('takes several pages and files, packed or not, with a byte order mark', async () => {
    const pages = await rateFile([{ items: [partnerRecord()] }, { items: [partnerRecord({ quantity: 6 })] }]);
    const packed = await rateFile(
      gzipSync(`\ufeff${JSON.stringify({ items: [partnerRecord({ quantity: 7 })] })}`),
    );
    expect((await rateOnFiles(await rateFile(partnerCard()), [pages, packed])).total).toBe('18.00');
  });

  it('finds the subscription in links.self.uri where the resource names none', async () => {
    const page = {
      items: [partnerRecord({ instanceData: null })],
      links: { self: { uri: 'customers/c/subscriptions/s9/utilizations/azure?x=1' } },
    };
    expect(
      (await rateOnFiles(await rateFile(partnerCard()), await rateFile(page))).lines[0]?.subscriptionId,
    ).toBe('s9');
  });

  it('keeps the records of two pages apart that say the same of two subscriptions', async () => {
    const page = (subscription: string) => ({
      items: [partnerRecord({ instanceData: null })],
      links: { self: { uri: `customers/c/subscriptions/${subscription}/utilizations/azure` } },
    });
    const turned = ({ items, links }: ReturnType<typeof page>) => ({ links, items });
    const usage = await rateFile([page('s1'), turned(page('s2')), page('S2')]);
    const result = await rateOnFiles(await rateFile(partnerCard()), usage);
    expect(result.lines.map(({ subscriptionId, quantity }) => [subscriptionId, quantity])).toEqual([
      ['s1', '5'],
      ['s2', '5'],
    ]);
    expect(result.duplicatesDropped).toBe(1);
  });

  it('cuts a file into records while it reads: two million bytes in chunks, names with escapes among them', async () => {
    const records = Array.from({ length: 5000 }, (_, index) =>
      partnerRecord({ infoFields: { note: `"],[{\\ ü ${index}`, tags: [[], {}, { items: [1] }] } }),
    );
    const text = JSON.stringify({ totalCount: 5000, items: records, links: { next: {} } });
    const card = await rateFile(partnerCard());
    const result = await rateOnFiles(card, await rateFile(`${text}\r\n`));
    expect(result).toMatchObject({ total: '25000.00', duplicatesDropped: 0 });
    const escaped = await rateFile(text.replace('"items":', '"\\u0069tems":'));
    expect((await rateOnFiles(card, escaped)).total).toBe('25000.00');
  });

  it('knows a record again whose names stand in another order and whose numbers are written in another way', async () => {
    const [first, second] = [partnerRecord(), Object.fromEntries(Object.entries(partnerRecord()).reverse())];
    const usage = JSON.stringify({ items: [first, second] });
    const again = usage
      .replace('"quantity":5', '"quantity":0.50e1')
      .replace('"quantity":5', '"quantity":5.00');
    expect(again).not.toContain('"quantity":5,');
    const result = await rateOnFiles(await rateFile(partnerCard()), [
      await rateFile(usage),
      await rateFile(again),
    ]);
    expect(result).toMatchObject({ duplicatesDropped: 3, total: '5.00' });
  });

  it.each([
    [
      'Partner Center',
      { items: [], links: { next: { uri: '/utilizations?more' } } },
      { items: [], links: {} },
    ],
    ['Azure Commerce', { value: [], nextLink: 'https://management.azure.com/more' }, { value: [] }],
  ])('says on standard error when the last page of %s names a next one', async (_vendor, followed, last) => {
    const heard = async (...pages: unknown[]): Promise<string> => {
      const stderr = new PassThrough({ encoding: 'utf8' });
      const usage = await Promise.all(pages.map(rateFile));
      const options = { rateCard: await rateFile(partnerCard()), usage, periodStart: '1', rounding: 'none' };
      await rateFiles(options, { stdin: stderr, stdout: stderr, stderr, interactive: false });
      return stderr.read() ?? '';
    };
    expect(await heard(followed)).toMatch(/names a next one .* was not given/);
    expect(await heard([followed, last])).toBe('');
    expect(await heard(followed, last)).toBe('');
  });

  it('counts a moment with an offset where it lies in UTC', async () => {
    const moments = ['2026-02-01T05:29:59+05:30', '2026-01-31T23:00:00.0000000-01:00', '2026-02-01 00:00:00'];
    const items = moments.map((usageStartTime) => partnerRecord({ usageStartTime }));
    const { lines } = await rateOnFiles(await rateFile(partnerCard()), await rateFile({ items }));
    expect(lines.map(({ billingPeriodStart, quantity }) => [billingPeriodStart, quantity])).toEqual([
      ['2026-01-01', '5'],
      ['2026-02-01', '10'],
    ]);
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
    const { lines, total } = await rateOnFiles(
      await rateFile(card),
      await rateFile({ value: [commerceRecord()] }),
    );
    expect(lines[0]).toMatchObject({ amount: '248.5', discount: '64.85', net: '183.65' });
    expect(total).toBe('193.65');
  });

  it('shows a person what the examples cost, what was reported twice and what is unrated', async () => {
    const rated = await ratedFiles(`${examples}/rate-card.json`, `${examples}/usage.json`, {
      priceRules: `${examples}/price-rules.json`,
    });
    expect(renderRate(rated)).toMatchInlineSnapshot(`
      "Subscription                          Meter                                 Name                        Period from   Quantity      Rated       Amount      Discount  Rounded    Price  Margin  Rule
      ------------------------------------  ------------------------------------  --------------------------  -----------  ---------  ---------  -----------  ------------  -------  -------  ------  ---------------
      3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  5f3c2f0e-6e0c-4c0b-9b9e-0f5f2a7d1a01  D2s v5                      2026-05-01      96         96        10.176       1.5264         8.65     9.34    0.69  standard
      3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  7c1f4c1e-2d2f-4b1c-8a55-3f6b8f0c2b02  Hot LRS Data Stored         2026-05-01   60000.25   60000.25   1097.844425  164.67666375   933.17  1060.42  127.25  storage-margin
      91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  a2d9b7e4-91b1-4f7e-8d0a-51a3c3b6de03  Standard Data Transfer Out  2026-05-01     352.625    252.625    18.69425     0             18.69    25.00    6.31  fabrikam-egress
      91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  c9d1c9f0-4b8e-4a0c-9d0e-8a1b7f5c4e04  Appliance hours             2026-05-01      24         24        12           0             12.00    12.96    0.96  standard

      Unrated meter                         Why            Records  Quantity
      ------------------------------------  -------------  -------  --------
      00000000-aaaa-4bbb-8ccc-000000000099  unknown-meter        1         3

      1 record reported twice and counted once.
      Total 972.51 EUR, sold for 1107.72 EUR
      "
    `);
  });

  it('names a meter in the table as either shape does, also one that is unrated, and not in JSON', async () => {
    const dated = { name: 'D2s v5', effectiveDate: '2026-01-20T00:00:00Z' };
    const later = partnerRecord({ usageStartTime: '2026-01-21T00:00:00Z' });
    const usage = await rateFile({ items: [partnerRecord(), later] });
    const rated = await ratedFiles(await rateFile(partnerCard(dated)), usage);
    expect(renderRate(rated).match(/D2s v5/g)).toHaveLength(2);
    expect(JSON.stringify(rated.result)).not.toContain('D2s');
    const commerce = {
      Currency: 'USD',
      Meters: [{ MeterId: meterId, MeterName: 'Hours', MeterRates: { 0: 1 } }],
    };
    const other = await ratedFiles(await rateFile(commerce), await rateFile({ value: [commerceRecord()] }));
    expect(renderRate(other)).toMatch(/Meter +Name +Period from/);
    expect(renderRate(other)).toMatch(/ Hours /);
  });

  describe('says on standard error, and rates all the same,', () => {
    const heard = async (card: unknown, usage: unknown, rules?: unknown): Promise<string> => {
      const stderr = new PassThrough({ encoding: 'utf8' });
      const more = rules === undefined ? {} : { priceRules: await rateFile(rules) };
      const { result } = await ratedFiles(await rateFile(card), await rateFile(usage), more, stderr);
      expect(Number(result.total)).toBeGreaterThan(0);
      return stderr.read() ?? '';
    };
    const partnerUsage = { items: [partnerRecord()] };
    const commerceCard = { Currency: 'USD', Meters: [{ MeterId: meterId, MeterRates: { 0: 1 } }] };

    it('what offer terms say that it does not know', async () => {
      const term = { name: 'x', credit: 50, discount: 0.1, attributes: {}, Amount: null };
      expect(await heard({ ...partnerCard(), offerTerms: [term] }, partnerUsage)).toMatch(
        /\.json: found in offer terms .* changes nothing: \$\.offerTerms\[0\]\.credit\.\n {2}Known in this shape are name, discount/,
      );
      const terms = [
        { Name: 'x', Credit: 1 },
        { Name: 'y', discount: 0.2 },
      ];
      expect(await heard({ ...commerceCard, OfferTerms: terms }, { value: [commerceRecord()] })).toContain(
        'nothing: $.OfferTerms[1].discount.',
      );
      const many = Array.from({ length: 9 }, () => ({ credit: 1 }));
      expect(await heard({ ...partnerCard(), offerTerms: many }, partnerUsage)).toContain('and 4 more.');
    });

    it('which customers, meters and categories of price rules no line has', async () => {
      const price = { kind: 'markup', percent: '1' };
      const rules = [
        { id: 'all', price },
        { id: 'known', price, customer: 'CONTOSO', product: meterId.toUpperCase(), category: 'compute' },
        { id: 'customer', price, customer: 'contosso' },
        { id: 'meter', price, product: 'other' },
        { id: 'category', price, category: 'Computing' },
        { id: 'somebody else’s', price, partner: 'other', product: 'other' },
      ];
      const card = partnerCard({ category: 'Compute' });
      expect(await heard(card, partnerUsage, { customers: { S1: 'contoso' }, rules })).toContain(
        'price nothing: $.rules[2].customer ("contosso"), $.rules[3].product ("other"), $.rules[4].category ("Computing").',
      );
      expect(
        await heard(card, partnerUsage, { customers: { S1: 'contoso' }, rules: rules.slice(0, 2) }),
      ).toBe('');
    });
  });
});
