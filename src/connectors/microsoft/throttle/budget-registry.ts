import { LRUCache } from 'lru-cache';
import type { Endpoints } from '../clouds.ts';
import { createTenantBudget, type TenantBudget, type TenantBudgetOptions } from './tenant-budget.ts';

export interface BudgetKey {
  readonly endpoints: Pick<Endpoints, 'graphOrigin'>;
  readonly clientId: string;
  readonly tenantId: string;
  /** Users as last known, for the size of the limit. */
  readonly users?: number;
}

/** The budgets of this process: one for each application and tenant, shared by all that read it. */
export interface BudgetRegistry {
  budgetOf(key: BudgetKey): TenantBudget;
}

export const createBudgetRegistry = (options: Omit<TenantBudgetOptions, 'users'>): BudgetRegistry => {
  const budgets = new LRUCache<string, TenantBudget>({ max: 20_000 });
  return {
    budgetOf: ({ endpoints, clientId, tenantId, users }) => {
      const key = [endpoints.graphOrigin, clientId, tenantId].join(' ').toLowerCase();
      const known = budgets.get(key);
      if (known !== undefined) {
        known.sawUsers(users ?? 0);
        return known;
      }
      const budget = createTenantBudget({ ...options, ...(users !== undefined && { users }) });
      budgets.set(key, budget);
      return budget;
    },
  };
};
