import { describe, expect, it } from 'vitest';
import { createBudgetRegistry } from './budget-registry.ts';
import { createTenantBudget, type TenantBudget } from './tenant-budget.ts';
import type { Spending } from './turn-queue.ts';

/** A time that moves only while the budget waits. */
const createTime = () => {
  let nowMs = 1_000_000;
  return {
    clock: { now: () => new Date(nowMs) },
    sleep: async (waitMs: number) => {
      nowMs += waitMs;
      await new Promise((resolve) => setImmediate(resolve));
    },
    nowMs: () => nowMs,
  };
};

const spentAt = async (budget: TenantBudget, nowMs: () => number, spending: Partial<Spending>) => {
  await budget.spend({ cost: 20, lane: 'bulk', ...spending });
  return nowMs();
};

describe('the budget of a tenant', () => {
  it('lets nothing through before the time that was named, whoever asks', async () => {
    const { clock, sleep, nowMs } = createTime();
    const budget = createTenantBudget({ clock, sleep });
    const until = nowMs() + 30_000;
    budget.hold(until);
    budget.hold(until - 20_000);
    const lanes = ['page', 'bulk', 'bulk', 'page'] as const;
    const times = await Promise.all(lanes.map((lane) => spentAt(budget, nowMs, { lane })));
    for (const at of times) expect(at).toBeGreaterThan(until);
  });

  it('lets a page go before the batches that wait', async () => {
    const { clock, sleep } = createTime();
    const budget = createTenantBudget({ clock, sleep });
    const order: string[] = [];
    const bulk = Array.from({ length: 30 }, (_, index) =>
      budget.spend({ cost: 20, lane: 'bulk' }).then(() => order.push(`bulk ${index}`)),
    );
    const page = budget.spend({ cost: 1, lane: 'page' }).then(() => order.push('page'));
    await Promise.all([...bulk, page]);
    expect(order.indexOf('page')).toBeLessThan(6);
    expect(order.filter((name) => name !== 'page')).toEqual(bulk.map((_, index) => `bulk ${index}`));
  });

  it('ends a wait at once when it is stopped, and spends nothing for it', async () => {
    const { clock } = createTime();
    const budget = createTenantBudget({ clock, sleep: () => new Promise(() => undefined) });
    budget.hold(clock.now().getTime() + 60_000);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const waiting = budget.spend({ cost: 1, lane: 'page', signal: stop.signal });
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('grows with the users that are seen', async () => {
    const spend = async (users: number) => {
      const { clock, sleep, nowMs } = createTime();
      const budget = createTenantBudget({ clock, sleep });
      budget.sawUsers(users);
      const begun = nowMs();
      for (let index = 0; index < 500; index += 1) await budget.spend({ cost: 20, lane: 'bulk' });
      return nowMs() - begun;
    };
    const [small, large] = [await spend(10), await spend(5_000)];
    expect(small / large).toBeGreaterThan(2);
  });
});

describe('the budgets of a process', () => {
  const key = {
    endpoints: { graphOrigin: 'https://graph.microsoft.com' },
    clientId: '11111111-1111-4111-8111-111111111111',
    tenantId: 'abcdefab-2222-4222-8222-222222222222',
  };

  it('are one for everybody who reads the same tenant as the same application', () => {
    const { clock } = createTime();
    const registry = createBudgetRegistry({ clock });
    expect(registry.budgetOf({ ...key, tenantId: key.tenantId.toUpperCase() })).toBe(registry.budgetOf(key));
  });

  it.each([
    ['tenant', { tenantId: 'abcdefab-3333-4333-8333-333333333333' }],
    ['application', { clientId: '33333333-3333-4333-8333-333333333333' }],
    ['cloud', { endpoints: { graphOrigin: 'https://graph.microsoft.us' } }],
  ])('are apart for another %s, so that one waits while the other goes on', async (_, change) => {
    const { clock, sleep, nowMs } = createTime();
    const registry = createBudgetRegistry({ clock, sleep });
    registry.budgetOf(key).hold(nowMs() + 600_000);
    const begun = nowMs();
    expect((await spentAt(registry.budgetOf({ ...key, ...change }), nowMs, {})) - begun).toBeLessThan(1_000);
  });
});
