import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLake, type TestCharge, type TestLake } from '../../../test/support/charge-lake.ts';
import type { Question } from '../../shared/explorer/question.ts';
import type { LiveFiles } from './charge-files.ts';
import { type CostQuestions, duckDbQuestions } from './cost-questions.ts';
import { answerCosts } from './costs.ts';
import { chargesSql, createBindings } from './queries/statement.ts';
import { createQueryQueue } from './query-queue.ts';

let lake: TestLake;
let live: LiveFiles;
let questions: CostQuestions;

const charge = (start: string, cost: string, more: TestCharge = {}): TestCharge => ({
  BilledCost: cost,
  BillingCurrency: 'USD',
  ChargePeriodStart: start,
  ChargePeriodEnd: start,
  ProviderName: 'AWS',
  ...more,
});
const hours = (quantity: string | null): TestCharge => ({
  ConsumedUnit: 'Hours',
  ConsumedQuantity: quantity,
});

beforeAll(async () => {
  lake = await openTestLake();
  const files = [
    await lake.write('both', [
      charge('2026-01-15 00:00:00', '1', hours('2')),
      charge('2026-01-16 00:00:00', '10', hours(null)),
      charge('2026-02-01 00:00:00', '100'),
    ]),
    await lake.write('first-moment', [charge('2026-02-01 00:00:00', '1000')]),
    await lake.write('euro', [charge('2026-01-15 00:00:00', '1', { BillingCurrency: 'EUR' })]),
    // A fee for a whole month, delivered on its second day.
    await lake.write(
      'fee',
      [charge('2026-03-01 00:00:00', '5', { ChargePeriodEnd: '2026-04-01 00:00:00' })],
      new Date('2026-03-02T00:00:00Z'),
    ),
  ];
  live = { generation: 'g1', files };
  const queue = createQueryQueue({ concurrent: 2, waiting: 100 });
  questions = duckDbQuestions({ duckDb: lake.duckDb, queue, exportQueue: queue });
});
afterAll(() => lake.close());

const answer = (question: Partial<Question>) =>
  answerCosts(questions, live, {
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
    filter: [],
    cost: 'billed',
    currency: undefined,
    granularity: 'none',
    groupBy: [],
    measure: 'cost',
    compare: false,
    limit: 12,
    sort: 'total',
    ...question,
  });

test('a charge that begins as a period ends belongs to the next one, and is in one of them only', async () => {
  expect((await answer({})).total.total).toBe('11');
  expect((await answer({ from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' })).total.total).toBe(
    '1100',
  );
});

test('the currency of most charges is shown first', async () => {
  expect(await answer({})).toMatchObject({ currency: 'USD', currencies: ['USD', 'EUR'] });
});

test('data reaches no further than its delivery', async () => {
  expect((await answer({})).dataThrough).toBe('2026-03-02T00:00:00Z');
});

test('the cost of a unit counts charges with a quantity only', async () => {
  expect((await answer({ measure: 'unit' })).total.total).toBe('0.5');
});

test('charges between two periods are in neither', async () => {
  const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
  const bindings = createBindings();
  const scope = {
    paths: live.files.map(({ path }) => path),
    spans: [span('2026-01-01', '2026-01-16'), span('2026-02-01', '2026-02-02')],
    currency: 'USD',
    filters: [],
  };
  const sql = `select sum(BilledCost)::double as cost ${chargesSql(scope, bindings)}`;
  const [row] = await lake.duckDb.withSession((session) => session.all(sql, { values: bindings.values }));
  expect(row?.cost).toBe(1101);
});
