import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { rateFile, rateOnFiles } from '../../test/support/rate-files.ts';
import { AppError } from '../shared/errors.ts';
import { reconcileFile, renderReconciliation } from './reconcile.ts';

const ioOf = (stdin = '') => ({
  stdin: Readable.from([Buffer.from(stdin)]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
});
const example = 'examples/reconciliation/september.json';

it('shows a person what matches, what explains each difference and what nothing explains', async () => {
  expect(renderReconciliation(await reconcileFile(example, ioOf()))).toMatchInlineSnapshot(`
    "Subscription                          Item                                  Period from  Currency   Rated  Provider  Difference  Status       Why                                               Unexplained
    ------------------------------------  ------------------------------------  -----------  --------  ------  --------  ----------  -----------  ------------------------------------------------  -----------
    3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  5f3c2f0e-6e0c-4c0b-9b9e-0f5f2a7d1a01  2026-09-01   EUR        71.86     74.26        2.40  explained    late-usage 2.40                                          0.00
    3b7f5c58-4a0c-4b59-8f43-8d2f0a9d2b10  7c1f4c1e-2d2f-4b1c-8a55-3f6b8f0c2b02  2026-09-01   EUR         9.00      9.20        0.20  explained    exchange-rate 0.20                                       0.00
    91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  7c1f4c1e-2d2f-4b1c-8a55-3f6b8f0c2b02  2026-09-01   EUR         1.84      1.84        0.00  matched                                                               0.00
    91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  a2d9b7e4-91b1-4f7e-8d0a-51a3c3b6de03  2026-09-01   EUR        18.69     22.20        3.51  unexplained                                                           3.51
    91c0c5a1-0f0a-4c0e-9f53-2a1a5a3a7b20  DZH318Z0BPS6:0001                     2026-09-01   EUR       192.00    212.08       20.08  explained    credit -5.00, proration 16.08, price-change 9.00         0.00

    EUR: rated 293.39, provider 319.58, difference 26.19 = within the tolerance 0.00 + credit -5.00 + exchange-rate 0.20 + late-usage 2.40 + price-change 9.00 + proration 16.08 + unexplained 3.51
    "
  `);
});

it('reads numbers digit for digit, and names the file and the place of what is wrong', async () => {
  const line = (more: string) =>
    `{"id":"1","subscriptionId":"s","itemId":"m","periodStart":"2026-09-01","currency":"EUR","quantity":1,${more}}`;
  const long = '0.1000000000000000000000000000000000001';
  const given = `{"rated":[${line(`"amount":${long}`)}],"provider":[]}`;
  const { groups } = await reconcileFile('-', ioOf(given));
  expect(groups[0]?.rated).toBe(long);
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-'));
  const path = join(folder, 'lines.json');
  await writeFile(path, given.replace(`"amount":${long}`, '"amount":"much"'));
  const refusal = await reconcileFile(path, ioOf()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect((refusal as AppError).detail).toBe(
    `${path}, $.rated[0].amount: found "much"; expected a decimal number without exponent, such as "63.33".`,
  );
  await expect(reconcileFile('/nowhere.json', ioOf())).rejects.toThrow(/There is no such file/);
});

it('says what to do with a file that is no JSON: it is no answer that could be saved again', async () => {
  for (const text of ['', '{"rated": [}']) {
    const path = join(await mkdtemp(join(tmpdir(), 'trimtab-reconcile-')), 'broken.json');
    await writeFile(path, text);
    await expect(reconcileFile(path, ioOf())).rejects.toMatchObject({
      code: 'invalid_input',
      fix: expect.stringMatching(/^Correct the file\. The schema is printed by/),
    });
  }
});

const rated = () => rateOnFiles('examples/rating/rate-card.json', 'examples/rating/usage.json');
const provider = 'examples/reconciliation/may-provider.json';

it('takes the output of "trimtab rate --json" as it is: beside the file, on standard input, or within it', async () => {
  const document = await rated();
  const beside = await reconcileFile(provider, ioOf(), await rateFile(document));
  expect(beside.totals).toEqual([
    {
      currency: 'EUR',
      rated: '972.51',
      provider: '968.59',
      difference: '-3.92',
      matched: '0.00',
      explained: { credit: '-5.00', 'missing-in-rating': '0.60', 'price-change': '0.48' },
      unexplained: '0.00',
    },
  ]);
  expect(await reconcileFile(provider, ioOf(JSON.stringify(document)), '-')).toEqual(beside);
  const whole = { ...JSON.parse(await readFile(provider, 'utf8')), rated: document };
  expect(await reconcileFile(await rateFile(whole), ioOf())).toEqual(beside);
});

it('knows no unit price of a rated line with several rates or a discount, so that none explains a difference', async () => {
  const document = await rated();
  const line = (meter: string, subscription: string, quantity: string, amount: string) => ({
    id: meter,
    subscriptionId: subscription,
    itemId: meter,
    periodStart: '2026-05-01',
    quantity,
    unitPrice: '1',
    currency: 'EUR',
    amount,
  });
  const [twoRates, , one] = document.lines;
  if (!twoRates || !one) throw new Error('The examples have changed.');
  const lines = [twoRates, one].map((each) =>
    line(each.meterId, each.subscriptionId, each.ratedQuantity, each.ratedQuantity),
  );
  const { groups } = await reconcileFile(
    await rateFile({ provider: lines }),
    ioOf(),
    await rateFile({ ...document, lines: [twoRates, one] }),
  );
  expect(groups.map(({ explanations }) => explanations[0]?.kind)).toEqual([undefined, 'price-change']);
});

it.each([
  [
    'no rated lines at all',
    { provider: [] },
    undefined,
    /\$\.rated: found nothing, expected the rated lines/,
  ],
  ['the rate document alone', { lines: [], currency: 'EUR' }, undefined, /\$\.rated: found nothing/],
  ['both', { rated: [], provider: [] }, { currency: 'EUR', lines: [] }, /\$\.rated: found rated lines here/],
  ['no currency', { provider: [] }, { currency: null, lines: [] }, /\$\.currency: found null/],
  ['no lines', { provider: [] }, { currency: 'EUR' }, /\$\.lines: found nothing/],
])('refuses, naming the place: %s', async (_name, file, ratedFile, message) => {
  const ratedPath = ratedFile === undefined ? undefined : await rateFile(ratedFile);
  await expect(reconcileFile(await rateFile(file), ioOf(), ratedPath)).rejects.toThrow(message);
});
