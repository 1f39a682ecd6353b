import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLake, type TestCharge, type TestLake } from '../../../test/support/charge-lake.ts';
import type { Filter } from '../../shared/explorer/filters.ts';
import type { Question } from '../../shared/explorer/question.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import type { LiveFiles } from './charge-files.ts';
import { type CostQuestions, duckDbQuestions } from './cost-questions.ts';
import { answerCosts } from './costs.ts';
import { createQueryQueue } from './query-queue.ts';

let lake: TestLake;
let live: LiveFiles;
let questions: CostQuestions;

const providers = ['AWS', 'Microsoft', 'Google Cloud'];
const hostile = ["O'Brien", '"; drop table x; --', '100%_', 'a]b[*?', 'ünïcode 😀', 'NULL', '$1', "tag:'x"];

/** Deterministic charges with gaps of every kind: no service, no cost, no tags, odd hours, two currencies. */
const charges: readonly TestCharge[] = Array.from({ length: 600 }, (_, index) => {
  const start = new Date(Date.UTC(2026, 0, 1) + ((index * 7919) % 2160) * 3_600_000);
  const at = (date: Date): string => date.toISOString().replace('T', ' ').replace('.000Z', '');
  const name = hostile[index % hostile.length] ?? '';
  return {
    BilledCost:
      index % 41 === 0
        ? null
        : `${index % 13 === 0 ? '-' : ''}${index % 97}.${String(index * 37).padStart(18, '0')}`,
    EffectiveCost: `${index % 89}.0000001`,
    ListCost: '1',
    ContractedCost: '0.3',
    BillingCurrency: index % 5 === 0 ? 'EUR' : 'USD',
    ChargePeriodStart: at(start),
    ChargePeriodEnd: at(new Date(start.getTime() + 3_600_000)),
    ProviderName: providers[index % 3] ?? null,
    ServiceName: index % 11 === 0 ? null : `Service ${index % 17}`,
    ResourceId: index % 7 === 0 ? null : `resource-${index % 53}`,
    ChargeCategory: 'Usage',
    ...(index % 3 === 0
      ? {}
      : { ConsumedQuantity: `${index % 10}.5`, ConsumedUnit: index % 2 ? 'Hours' : 'GB' }),
    ...(index % 9 === 0 ? {} : { Tags: { team: name, [name]: 'x' } }),
  };
});

beforeAll(async () => {
  lake = await openTestLake();
  const byMonth = Map.groupBy(charges, (charge) => charge.ChargePeriodStart?.slice(0, 7) ?? '');
  const files = await Promise.all([...byMonth].map(([month, own]) => lake.write(`m${month}`, own)));
  live = { generation: 'g1', files };
  const queue = createQueryQueue({ concurrent: 2, waiting: 100 });
  questions = duckDbQuestions({ duckDb: lake.duckDb, queue, exportQueue: queue });
});
afterAll(() => lake.close());

const asked = (question: Partial<Question>): Question => ({
  from: '2026-01-01T00:00:00Z',
  to: '2026-04-01T00:00:00Z',
  filter: [],
  cost: 'billed',
  currency: 'USD',
  granularity: 'month',
  groupBy: [],
  measure: 'cost',
  compare: false,
  limit: 12,
  sort: 'total',
  ...question,
});
const answer = (question: Partial<Question>) => answerCosts(questions, live, asked(question));

const sum = (values: readonly (string | null | undefined)[]): string =>
  formatDecimal(values.reduce((total, value) => total.plus(value ?? 0), new Exact(0)));
const usd = charges.filter((charge) => charge.BillingCurrency === 'USD');
const within = (charge: TestCharge, from: string, to: string): boolean => {
  const at = `${charge.ChargePeriodStart?.replace(' ', 'T')}Z`;
  return at >= from && at < to;
};

describe('a question about costs', () => {
  it('adds exactly, to the last of twenty decimals', async () => {
    const { total, rowsMatched } = await answer({});
    expect(total.total).toBe(sum(usd.map((charge) => charge.BilledCost)));
    expect(rowsMatched).toBe(usd.length);
  });

  it('never adds currencies together, and says which there are', async () => {
    const eur = await answer({ currency: 'EUR' });
    expect(eur.total.total).toBe(
      sum(charges.filter((charge) => charge.BillingCurrency === 'EUR').map((charge) => charge.BilledCost)),
    );
    expect(eur.currencies.toSorted()).toEqual(['EUR', 'USD']);
    expect((await answer({ currency: 'GBP' })).total.total).toBeNull();
  });

  it('counts a charge in the period in which it begins: the first instant in, the last one out', async () => {
    const [from, to] = ['2026-01-05T03:00:00Z', '2026-02-10T00:00:00Z'];
    const inside = usd.filter((charge) => within(charge, from, to));
    const { total, buckets } = await answer({ from, to });
    expect(total.total).toBe(sum(inside.map((charge) => charge.BilledCost)));
    expect(buckets).toEqual([
      { from, to: '2026-02-01T00:00:00Z' },
      { from: '2026-02-01T00:00:00Z', to },
    ]);
    expect(total.points[0]).toBe(
      sum(
        inside
          .filter((charge) => charge.ChargePeriodStart?.startsWith('2026-01'))
          .map((each) => each.BilledCost),
      ),
    );
  });

  it.each(['hour', 'day', 'month', 'none'] as const)(
    'has points by %s that add up to the total',
    async (granularity) => {
      const from = '2026-02-03T05:30:00Z';
      const { total, buckets } = await answer({ granularity, from, to: '2026-02-20T11:15:00Z' });
      expect(sum(total.points)).toBe(total.total);
      expect(total.points).toHaveLength(buckets.length);
      expect(buckets[0]?.from).toBe(from);
    },
  );

  it('compares with the calendar month before, and with a period as long otherwise', async () => {
    const month = await answer({ from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z', compare: true });
    expect(month.previousPeriod).toEqual({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });
    const january = usd.filter((charge) => charge.ChargePeriodStart?.startsWith('2026-01'));
    expect(month.total.previous).toBe(sum(january.map((charge) => charge.BilledCost)));
    expect(sum([month.total.previous, month.total.change?.amount])).toBe(month.total.total);
    const days = await answer({ from: '2026-02-03T00:00:00Z', to: '2026-02-10T00:00:00Z', compare: true });
    expect(days.previousPeriod?.from).toBe('2026-01-27T00:00:00Z');
  });

  it('names groups without a value null, and keeps hostile names as they are', async () => {
    const { series } = await answer({ groupBy: ['tag:team'], limit: 50 });
    expect(new Set(series.map(({ key }) => key[0]))).toEqual(new Set([...hostile, null]));
  });

  it.each(hostile)('takes %j as key of a tag and as value of a filter', async (name) => {
    const filter: Filter[] = [{ dimension: `tag:${name}`, op: 'include', values: ['x'] }];
    const expected = usd.filter((charge) => charge.Tags?.[name] === 'x');
    expect((await answer({ filter })).total.total).toBe(sum(expected.map((charge) => charge.BilledCost)));
    const byTeam: Filter[] = [{ dimension: 'tag:team', op: 'include', values: [name] }];
    expect((await answer({ filter: byTeam, groupBy: [`tag:${name}`] })).rowsMatched).toBe(expected.length);
  });

  it('refuses a dimension that is neither column nor tag', async () => {
    const { dimensionSchema } = await import('../../shared/explorer/dimensions.ts');
    for (const name of ['x"; drop', 'toString', 'Tags', 'BilledCost', 'tag:', '']) {
      expect(dimensionSchema.safeParse(name).success, name).toBe(false);
    }
  });

  it('divides cost by quantity of one unit, and never adds quantities of two', async () => {
    const { unit, units, total } = await answer({ measure: 'unit', unit: 'GB' });
    expect(unit).toBe('GB');
    expect(units.map((each) => each.unit).toSorted()).toEqual(['GB', 'Hours']);
    const own = usd.filter((charge) => charge.ConsumedUnit === 'GB');
    const cost = new Exact(sum(own.map((charge) => charge.BilledCost)));
    const quantity = sum(own.map((charge) => charge.ConsumedQuantity));
    expect(total.total).toBe(formatDecimal(cost.dividedBy(quantity).toSignificantDigits(12)));
    expect((await answer({ measure: 'usage', unit: 'GB' })).total.total).toBe(quantity);
  });

  it('answers nothing, not zero, where there is no charge', async () => {
    const { total, series, currencies } = await answer({
      from: '2020-01-01T00:00:00Z',
      to: '2020-02-01T00:00:00Z',
    });
    expect(total).toEqual({ total: null, previous: null, change: null, points: [null] });
    expect([series, currencies]).toEqual([[], []]);
  });

  it('refuses more points than a page can show', async () => {
    await expect(answer({ granularity: 'hour', to: '2026-12-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

const dimension = fc.constantFrom(
  'ProviderName',
  'ServiceName',
  'ResourceId',
  'tag:team',
  'ChargeCategory' as const,
);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    dimension: dimension as fc.Arbitrary<Filter['dimension']>,
    op: fc.constantFrom('include' as const, 'exclude' as const),
    values: fc.uniqueArray(fc.constantFrom('AWS', 'Service 3', 'resource-5', 'Usage', null, ...hostile), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({
    dimension: dimension as fc.Arbitrary<Filter['dimension']>,
    op: fc.constantFrom('contains' as const, 'not-contains' as const),
    values: fc.array(fc.constantFrom('a', 'SERVICE 1', '-5', '%', "'", 'Ü'), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    dimension: dimension as fc.Arbitrary<Filter['dimension']>,
    op: fc.constantFrom('is-null' as const, 'not-null' as const),
  }),
);
const complement = (one: Filter): Filter =>
  ({
    include: { ...one, op: 'exclude' },
    exclude: { ...one, op: 'include' },
    contains: { ...one, op: 'not-contains' },
    'not-contains': { ...one, op: 'contains' },
    'is-null': { ...one, op: 'not-null' },
    'not-null': { ...one, op: 'is-null' },
  })[one.op] as Filter;

describe('for any question', () => {
  it('the series and the others add up to the total, in every bucket and in the period before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(dimension, { minLength: 1, maxLength: 3 }),
        fc.array(filter, { maxLength: 2 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('none' as const, 'day' as const, 'month' as const),
        fc.constantFrom('total' as const, 'change' as const, 'name' as const),
        async (groupBy, filters, limit, granularity, sort) => {
          const base = { filter: filters, granularity, compare: true, from: '2026-02-01T00:00:00Z' } as const;
          const grouped = await answer({ ...base, groupBy: groupBy as Question['groupBy'], limit, sort });
          const { total } = await answer(base);
          const parts = [...grouped.series, ...(grouped.other ? [grouped.other] : [])];
          expect(grouped.total).toEqual(total);
          expect(sum(parts.map((part) => part.total))).toBe(sum([total.total]));
          expect(sum(parts.map((part) => part.previous))).toBe(sum([total.previous]));
          for (const [index, point] of total.points.entries()) {
            expect(sum(parts.map((part) => part.points[index]))).toBe(sum([point]));
          }
          expect(grouped.series.length).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a filter and its complement split the total without rest', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (one) => {
        const kept = await answer({ filter: [one] });
        const dropped = await answer({ filter: [complement(one)] });
        expect(sum([kept.total.total, dropped.total.total])).toBe(
          sum(usd.map((charge) => charge.BilledCost)),
        );
        expect(kept.rowsMatched + dropped.rowsMatched).toBe(usd.length);
      }),
      { numRuns: 60 },
    );
  });
});
