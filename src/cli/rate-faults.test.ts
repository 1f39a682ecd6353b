import { describe, expect, it } from 'vitest';
import {
  commerceRecord,
  meterId,
  partnerCard,
  partnerRecord,
  rateFile,
  rateOnFiles,
} from '../../test/support/rate-files.ts';
import { AppError } from '../shared/errors.ts';

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
      /\$\.items\[1\]\.quantity: found nothing; expected a decimal number/,
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
      'usage that is cut off',
      { usage: '{"items":[' },
      /, \$\.items\[0\]: The text ends before the JSON does/,
    ],
    ['usage with text behind it', { usage: '{"items":[]}{"items":[]}' }, /, \$: Text follows the end/],
    [
      'a record that is no JSON',
      { usage: `{"items":[${JSON.stringify(partnerRecord())},{"quantity":0x10}]}` },
      /, \$\.items\[1\]: This is not valid JSON/,
    ],
    [
      'bytes that are not UTF-8',
      { usage: Buffer.from(JSON.stringify({ items: [partnerRecord()] }), 'utf16le') },
      /not (valid JSON|UTF-8)/,
    ],
    [
      'a record with bytes that are not UTF-8',
      { usage: Buffer.from(JSON.stringify({ items: [partnerRecord({ unit: 'é' })] }), 'latin1') },
      /\$\.items\[0\]: found bytes that are not UTF-8/,
    ],
    [
      'the empty date of .NET',
      { usage: { items: [partnerRecord({ usageStartTime: '0001-01-01T00:00:00' })] } },
      /usageStartTime: .*a moment in the years 1971 to 9998/,
    ],
    ['a currency that is none', { card: { ...partnerCard(), currency: 5 } }, /\$\.currency: .*three-letter/],
    [
      'a commitment with a bound below 0',
      { card: { Meters: [], OfferTerms: [{ TieredDiscount: { 0: 0, '-5': 0.1 } }] } },
      /OfferTerms\[0\]\.TieredDiscount: .*no bound below 0/,
    ],
    [
      'two rates of a meter from one moment on',
      { card: { meters: [...partnerCard().meters, { id: meterId.toUpperCase(), rates: { 0: 2 } }] } },
      /\.json, \$\.meters\[1\]: found other rates of this meter than \$\.meters\[0\]/,
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
      /\.json, \$\.items\[0\]: subscription s1, meter .*below zero/,
    ],
    [
      'an unknown name in a price rule',
      { rules: { rules: [{ id: 'a', price: { kind: 'markup', percent: '1' }, colour: 'red' }] } },
      /rules\[0\]\.colour/,
    ],
    [
      'price rules that are not UTF-8',
      { rules: Buffer.from('{"rules":[],"partner":"é"}', 'latin1') },
      /line 1: found bytes that are not UTF-8/,
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
    const rules = wrong.rules === undefined ? {} : { priceRules: await rateFile(wrong.rules) };
    const refusal = await rateOnFiles(await rateFile(card), await rateFile(usage), rules).catch(
      (error: unknown) => error,
    );
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
    await expect(
      rateOnFiles(await rateFile(good.card), await rateFile(good.usage), { [option]: value }),
    ).rejects.toThrow(message);
  });
});
