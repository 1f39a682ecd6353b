import { describe, expect, it } from 'vitest';
import { mixOf, reportsOf, type Seen } from '../../../src/engines/licences/mix/mix-fixture.ts';
import { type Export, sku, user } from '../../../src/engines/licences/tenant-fixture.ts';
import { createHighs } from '../../../src/platform/solver/highs.ts';
import { mixResultSchema } from '../../../src/shared/licences/mix-result.ts';

const solver = await createHighs();
const people = (count: number, held: string, prefix = 'u'): readonly object[] =>
  Array.from({ length: count }, (_, at) => user(`${prefix}${String(at).padStart(4, '0')}`, [{ sku: held }]));
const named = (count: number, seen: Seen, prefix = 'u') =>
  reportsOf(
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`${prefix}${String(at).padStart(4, '0')}`, seen]),
    ),
  );
const plan = async (given: Export, policy: object = {}, planFor?: string) =>
  (await mixOf(solver, given, policy, planFor)).result;

describe('the cheapest mix', () => {
  it('gives web and mail users a frontline licence when security is released', async () => {
    const result = await plan(
      { users: people(118, 'SPE_E3'), skus: [sku('SPE_E3')], reports: named(118, {}) },
      { keepSecurity: false, keepUnknown: false },
    );
    expect(mixResultSchema.parse(result)).toEqual(result);
    expect(result.classes).toHaveLength(1);
    expect(result.classes[0]).toMatchObject({
      users: 118,
      summary: 'web and mail only',
      from: ['SPE_E3'],
      to: ['O365_BUSINESS_ESSENTIALS'],
    });
    expect(result).toMatchObject({
      currentMonthlyCost: '4720.00',
      optimalMonthlyCost: '826.00',
      bound: '826.00',
      isProven: true,
      monthlySaving: '3894.00',
    });
  });
});
