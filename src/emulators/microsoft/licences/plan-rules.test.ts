import { expect, test } from 'vitest';
import { createTenantState } from '../directory/tenant-state.ts';
import type { SubscribedSku } from '../tenant/entities.ts';
import { generateTenant } from '../tenant/tenant.ts';
import { planConflict } from './plan-rules.ts';

const generated = generateTenant({ seed: 1, users: 20, asOf: '2026-11-22' });

const sku = (skuId: string, plans: readonly string[]): SubscribedSku => ({
  id: `${generated.id}_${skuId}`,
  accountId: generated.id,
  accountName: 'contoso',
  skuId,
  skuPartNumber: skuId,
  appliesTo: 'User',
  capabilityStatus: 'Enabled',
  consumedUnits: 0,
  prepaidUnits: { enabled: 5, suspended: 0, warning: 0, lockedOut: 0 },
  servicePlans: plans.map((plan) => ({
    servicePlanId: plan.toLowerCase(),
    servicePlanName: plan,
    provisioningStatus: 'Success',
    appliesTo: 'User',
  })),
  subscriptionIds: [],
});

const state = createTenantState({
  ...generated,
  subscribedSkus: [
    sku('plan-1', ['EXCHANGE_S_STANDARD']),
    sku('plan-2', ['EXCHANGE_S_ENTERPRISE', 'TEAMS1']),
    sku('archive', ['EXCHANGE_S_ARCHIVE_ADDON']),
    sku('phone', ['MCOEV']),
  ],
});

const holding = (...skuIds: string[]) => skuIds.map((skuId) => ({ skuId, disabledPlans: [] as string[] }));

test('two editions of Exchange exclude each other, unless one of them is switched off', () => {
  const after = holding('plan-1', 'plan-2');
  expect(planConflict(state, holding('plan-1'), after)?.kind).toBe('MutuallyExclusiveViolation');
  const off = [...holding('plan-1'), { skuId: 'plan-2', disabledPlans: ['exchange_s_enterprise'] }];
  expect(planConflict(state, holding('plan-1'), off)).toBeUndefined();
});

test('an add-on needs its base, also when the base is about to go', () => {
  expect(planConflict(state, [], holding('archive'))?.kind).toBe('DependencyViolation');
  expect(planConflict(state, holding('plan-1'), holding('plan-1', 'archive'))).toBeUndefined();
  expect(planConflict(state, holding('plan-1', 'archive'), holding('archive'))?.kind).toBe(
    'DependencyViolation',
  );
  expect(planConflict(state, holding('plan-2'), holding('plan-2', 'phone'))).toBeUndefined();
});

test('what was wrong already may be changed into something less wrong', () => {
  expect(planConflict(state, holding('archive', 'phone'), holding('archive'))).toBeUndefined();
  expect(planConflict(state, holding('plan-1', 'plan-2'), holding('plan-2'))).toBeUndefined();
});
