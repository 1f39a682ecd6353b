import { GraphError } from './graph-error.ts';
import type { GraphRequest } from './graph-request.ts';

/** Resource units per application and tenant in 10 seconds, by the size of the tenant. */
export interface BudgetLimits {
  /** Tenants below 50 users, 50 to 500, above 500. */
  readonly units: readonly [small: number, medium: number, large: number];
  readonly windowMs: number;
  /** Writes per application and tenant in 150 seconds. */
  readonly writes: number;
  readonly writeWindowMs: number;
}

/** Microsoft Graph: identity and access service limits. */
export const documentedLimits: BudgetLimits = {
  units: [3500, 5000, 8000],
  windowMs: 10_000,
  writes: 3000,
  writeWindowMs: 150_000,
};

export interface Budget {
  /**
   * Takes the cost of a request.
   * @returns headers that tell how much of the budget is used
   * @throws GraphError 429 with Retry-After in seconds
   */
  take(request: GraphRequest, baseCost: number): Record<string, string>;
}

/** What a request costs: `$select` takes one off, and so does a page of fewer than 20; never below one. */
export const costOf = ({ query, method }: GraphRequest, baseCost: number): number => {
  if (method !== 'GET') return baseCost;
  const top = query.get('$top');
  const select = query.has('$select') ? 1 : 0;
  const small = top !== null && Number(top) < 20 ? 1 : 0;
  const expand = query.has('$expand') ? 1 : 0;
  return Math.max(1, baseCost - select - small + expand);
};

interface Window {
  startMs: number;
  used: number;
}

const unitsFor = ({ units }: BudgetLimits, users: number): number => {
  if (users < 50) return units[0];
  return users <= 500 ? units[1] : units[2];
};

export const createBudget = (limits: BudgetLimits, paceMs: () => number): Budget => {
  const windows = new Map<string, Window>();
  const use = (key: string, cost: number, limit: number, lengthMs: number): number => {
    const nowMs = paceMs();
    const found = windows.get(key);
    const window = found && nowMs < found.startMs + lengthMs ? found : { startMs: nowMs, used: 0 };
    windows.set(key, window);
    if (window.used + cost > limit) {
      const seconds = Math.max(1, Math.ceil((window.startMs + lengthMs - nowMs) / 1000));
      throw new GraphError(429, 'TooManyRequests', 'Too many requests.', {
        'retry-after': String(seconds),
        'x-ms-throttle-limit-percentage': '1.0',
        'x-ms-throttle-scope': 'Tenant_Application/ReadWrite',
        'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
      });
    }
    window.used += cost;
    return window.used / limit;
  };
  return {
    take(request, baseCost) {
      const { clientId, state } = request.caller;
      const key = `${clientId}|${state.tenant.id}`;
      if (request.method !== 'GET') use(`${key}|writes`, 1, limits.writes, limits.writeWindowMs);
      const cost = costOf(request, baseCost);
      const share = use(key, cost, unitsFor(limits, state.tenant.users.length), limits.windowMs);
      const percentage = share >= 0.8 ? { 'x-ms-throttle-limit-percentage': share.toFixed(1) } : {};
      return { 'x-ms-resource-unit': String(cost), ...percentage };
    },
  };
};
