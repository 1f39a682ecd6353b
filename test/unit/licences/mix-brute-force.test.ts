import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CatalogueData,
  catalogueDataSchema,
} from '../../../src/engines/licences/catalogue/data-format.ts';
import { createShippedCatalogue } from '../../../src/engines/licences/catalogue/shipped.ts';
import { type Mix, planMix } from '../../../src/engines/licences/mix/mix.ts';
import { mixPolicySchema } from '../../../src/engines/licences/mix/mix-policy.ts';
import { defaultPolicy } from '../../../src/engines/licences/policy.ts';
import { createPriceList } from '../../../src/engines/licences/prices.ts';
import {
  graphSubscribedSkuSchema,
  graphUserSchema,
} from '../../../src/engines/licences/tenant/graph-schemas.ts';
import { createDirectoryReader } from '../../../src/engines/licences/tenant/read-directory.ts';
import { readTenantSkus } from '../../../src/engines/licences/tenant/read-skus.ts';
import { createHighs } from '../../../src/platform/solver/highs.ts';

/*
 * Small invented tenants, small enough to try everything: each user may get any set of SKUs that covers the plans the
 * user has today, some SKUs are limited, some are paid anyway. The brute force knows nothing of the engine: it adds
 * cents and looks plans up in its own table.
 */
const solver = await createHighs();
const asOf = '2026-06-30';
/** Real names: the first is what Copilot needs beside it; the last three are editions of one capability that the shipped families order. */
const plans = ['TEAMS1', 'VISIO_B', 'VISIO_C', 'BI_AZURE_P1', 'BI_AZURE_P2', 'BI_AZURE_P3'] as const;
const guid = (kind: number, place: number): string =>
  `0000000${kind}-0000-4000-8000-${String(place).padStart(12, '0')}`;

interface Sku {
  readonly plans: readonly number[];
  readonly cents: number;
  /** Counted by the limit of Business SKUs. */
  readonly isBusiness: boolean;
  /** Seats that are paid anyway. */
  readonly committed: number;
  /** Sold only beside another SKU with plan 0, as Copilot is. */
  readonly isAddOn: boolean;
}

interface Tenant {
  readonly skus: readonly Sku[];
  /** SKUs held, by user. */
  readonly users: readonly (readonly number[])[];
  readonly limit: number;
}

const skuArbitrary: fc.Arbitrary<Sku> = fc.record({
  plans: fc.uniqueArray(fc.nat(plans.length - 1), { minLength: 1, maxLength: 4 }),
  cents: fc.integer({ min: 1, max: 30 }),
  isBusiness: fc.boolean(),
  isAddOn: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  committed: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
  ),
});

const tenantArbitrary: fc.Arbitrary<Tenant> = fc
  .array(skuArbitrary, { minLength: 2, maxLength: 4 })
  .chain((skus) =>
    fc.record({
      skus: fc.constant(skus),
      users: fc.array(fc.uniqueArray(fc.nat(skus.length - 1), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 4,
      }),
      limit: fc.integer({ min: 0, max: 3 }),
    }),
  );

const partNumber = ({ isAddOn }: Sku, place: number): string =>
  `${isAddOn ? 'M365_COPILOT' : 'TEST'}_${place}`;

const catalogueOf = ({ skus }: Tenant): CatalogueData =>
  catalogueDataSchema.parse({
    format: 1,
    source: 'test',
    readOn: asOf,
    plans: plans.map((name, place) => [guid(1, place), name, name]),
    skus: skus.map((sku, place) => [
      guid(2, place),
      partNumber(sku, place),
      sku.isBusiness ? `Microsoft 365 Business Basic ${place}` : `Test ${place}`,
      [...sku.plans],
    ]),
  });

const planOf = async (
  tenant: Tenant,
  order: readonly number[] = tenant.users.map((_, at) => at),
): Promise<Mix> => {
  const catalogue = createShippedCatalogue(catalogueOf(tenant));
  const users = createDirectoryReader();
  for (const at of order) {
    users.add(
      graphUserSchema.parse({
        id: `id-${at}`,
        userPrincipalName: `u${at}@example.com`,
        accountEnabled: true,
        userType: 'Member',
        createdDateTime: '2020-01-01T00:00:00Z',
        assignedLicenses: (tenant.users[at] ?? []).map((sku) => ({ skuId: guid(2, sku), disabledPlans: [] })),
        licenseAssignmentStates: [],
      }),
    );
  }
  const skus = tenant.skus.map((sku, place) =>
    graphSubscribedSkuSchema.parse({
      skuId: guid(2, place),
      skuPartNumber: partNumber(sku, place),
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: 1,
      prepaidUnits: { enabled: sku.committed, warning: 0 },
      servicePlans: [],
    }),
  );
  return planMix({
    asOf,
    tenant: {
      directory: users.finish(),
      skus: readTenantSkus(catalogue, skus),
      subscriptions: null,
      groups: null,
      purposes: null,
    },
    reports: [],
    catalogue,
    policy: defaultPolicy,
    prices: createPriceList(
      tenant.skus.map((sku, place) => ({
        sku: partNumber(sku, place),
        currency: 'EUR',
        monthlyPrice: (sku.cents / 100).toFixed(2),
        termEndDate: sku.committed > 0 ? '2027-01-01' : null,
      })),
    ),
    mixPolicy: mixPolicySchema.parse({ businessSeatLimit: tenant.limit }),
    solver,
  });
};

/** Whether some plans give what a plan gives: the editions of Power BI stand above each other, the others alone. */
const gives = (offered: ReadonlySet<number>, plan: number): boolean =>
  plan < 3 ? offered.has(plan) : [3, 4, 5].some((other) => other >= plan && offered.has(other));

const offeredBy = ({ skus }: Tenant, set: readonly number[]): ReadonlySet<number> =>
  new Set(set.flatMap((sku) => skus[sku]?.plans ?? []));

const subsetsOf = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** count }, (_, mask) =>
    Array.from({ length: count }, (__, at) => at).filter((at) => mask & (2 ** at)),
  );

/** What is held today stands as it is; anything else needs what its add-ons are sold beside. */
const isSold = ({ skus }: Tenant, set: readonly number[]): boolean =>
  set.every(
    (at) => skus[at]?.isAddOn !== true || set.some((other) => other !== at && skus[other]?.plans.includes(0)),
  );

/** Every way to license everyone: the least seats beyond the limits, then the least cents. */
const bruteForce = (tenant: Tenant): { cents: number; excess: number } => {
  const subsets = subsetsOf(tenant.skus.length);
  const options = tenant.users.map((held) => {
    const needed = [...offeredBy(tenant, held)];
    return subsets.filter(
      (set) =>
        needed.every((plan) => gives(offeredBy(tenant, set), plan)) &&
        (isSold(tenant, set) || set.join() === [...held].sort().join()),
    );
  });
  let best = { cents: Number.POSITIVE_INFINITY, excess: Number.POSITIVE_INFINITY };
  const seats = tenant.skus.map(() => 0);
  const visit = (user: number): void => {
    if (user === options.length) {
      let [cents, excess] = [0, 0];
      for (const [at, sku] of tenant.skus.entries()) {
        cents += sku.cents * Math.max(seats[at] ?? 0, sku.committed);
        if (sku.isBusiness) excess += Math.max(0, (seats[at] ?? 0) - tenant.limit);
      }
      if (excess < best.excess || (excess === best.excess && cents < best.cents)) best = { cents, excess };
      return;
    }
    for (const set of options[user] ?? []) {
      for (const sku of set) seats[sku] = (seats[sku] ?? 0) + 1;
      visit(user + 1);
      for (const sku of set) seats[sku] = (seats[sku] ?? 0) - 1;
    }
  };
  visit(0);
  return best;
};

/** Two add-ons that each give what the other requires: neither may be judged to replace the other. */
const mutual: Tenant = {
  skus: [
    { plans: [0, 3], cents: 1, isBusiness: false, isAddOn: true, committed: 0 },
    { plans: [0], cents: 2, isBusiness: false, isAddOn: false, committed: 0 },
    { plans: [0, 3], cents: 1, isBusiness: false, isAddOn: true, committed: 0 },
  ],
  users: [[1, 2], [0]],
  limit: 0,
};

const runs = process.env.TRIMTAB_LONG ? 3000 : 250;

describe('the cheapest mix against every possible one', () => {
  it('costs what the cheapest of all possible assignments costs, proves it, and takes no needed plan from anyone', async () => {
    await fc.assert(
      fc.asyncProperty(tenantArbitrary, async (tenant) => {
        const mix = await planOf(tenant);
        const { result } = mix;
        const { cents } = bruteForce(tenant);
        expect(result.optimalMonthlyCost).toBe((cents / 100).toFixed(2));
        expect(result.bound).toBe(result.optimalMonthlyCost);
        expect(result.isProven).toBe(true);
        for (const { userId, to } of mix.assignments()) {
          const offered = offeredBy(
            tenant,
            to.map((name) => Number(name.slice(-1))),
          );
          const held = tenant.users[Number(userId.slice(3))] ?? [];
          for (const plan of offeredBy(tenant, held)) expect(gives(offered, plan)).toBe(true);
        }
      }),
      { numRuns: runs, examples: [[mutual]] },
    );
  });

  it('answers with the same bytes whatever the order of the users', async () => {
    const shuffled = tenantArbitrary.chain((tenant) =>
      fc.record({
        tenant: fc.constant(tenant),
        order: fc.shuffledSubarray(
          tenant.users.map((_, at) => at),
          { minLength: tenant.users.length },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ tenant, order }) => {
        const [first, second] = [await planOf(tenant), await planOf(tenant, order)];
        expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
        expect(JSON.stringify([...second.assignments()])).toBe(JSON.stringify([...first.assignments()]));
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });

  it('prices a choice as the difference of two optima, never below zero', async () => {
    await fc.assert(
      fc.asyncProperty(tenantArbitrary, async (tenant) => {
        const { result } = await planOf(tenant);
        for (const { monthlyPrice, monthlyPriceUncommitted } of result.choices) {
          for (const price of [monthlyPrice, monthlyPriceUncommitted])
            expect(price?.startsWith('-') ?? false).toBe(false);
        }
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});
