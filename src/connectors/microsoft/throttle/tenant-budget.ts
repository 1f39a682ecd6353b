import type { Clock } from '../../../shared/time.ts';
import { type Sleep, systemSleep } from '../wait.ts';
import { type BulkGate, createBulkGate } from './bulk-gate.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { createUnitBucket, quotaOf } from './resource-units.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';
import { createTurnQueue, type Spending } from './turn-queue.ts';

/**
 * What one application may ask of one tenant: everybody who reads that tenant shares it. No request leaves before
 * the time that Microsoft named has passed.
 */
export interface TenantBudget {
  /** Waits for its turn and for the units; rejects with the signal's reason. */
  spend(spending: Spending): Promise<void>;
  /** Nothing leaves before this instant (milliseconds since the epoch). */
  hold(untilMs: number): void;
  heldUntilMs(): number;
  /** Usage of the limit as Microsoft reports it, 0.8 to 1.8. */
  observe(share: number): void;
  /** The number of users is at least this: larger tenants have larger limits. */
  sawUsers(count: number): void;
  /** Milliseconds until this report may be asked for again; 0 admits and counts it. */
  admitReport(name: string): number;
  readonly gate: BulkGate;
  readonly breaker: CircuitBreaker;
}

export interface TenantBudgetOptions {
  readonly clock: Clock;
  readonly sleep?: Sleep;
  /** Users of the tenant as last known. */
  readonly users?: number;
  /** Batches side by side, at first and at most. */
  readonly initialBatches?: number;
  readonly maximumBatches?: number;
}

/** Timers may fire a little early, and the other computer's clock runs a little differently. */
const holdMarginMs = 50;
/** 14 calls per ten minutes for each report (Microsoft Graph, "Microsoft 365 reports service limits"). */
const reportCalls = 14;
const reportWindowMs = 600_000;

export const createTenantBudget = (options: TenantBudgetOptions): TenantBudget => {
  const nowMs = (): number => options.clock.now().getTime();
  const reports = new Map<string, SlidingWindow>();
  let users = options.users ?? 0;
  const bucket = createUnitBucket(quotaOf(users), nowMs());
  let heldUntil = 0;
  const queue = createTurnQueue({
    spend: (cost) => (heldUntil > nowMs() ? heldUntil - nowMs() : bucket.take(cost, nowMs())),
    sleep: options.sleep ?? systemSleep,
  });

  return {
    spend: (spending) => queue.turn(spending),
    hold: (untilMs) => {
      heldUntil = Math.max(heldUntil, untilMs + holdMarginMs);
    },
    heldUntilMs: () => heldUntil,
    observe: (share) => bucket.observe(share, nowMs()),
    sawUsers: (count) => {
      if (count <= users) return;
      users = count;
      bucket.setQuota(quotaOf(users), nowMs());
    },
    admitReport: (name) => {
      const window = reports.get(name) ?? createSlidingWindow(reportCalls, reportWindowMs);
      reports.set(name, window);
      return window.admit(nowMs());
    },
    gate: createBulkGate({
      initial: options.initialBatches ?? 4,
      maximum: options.maximumBatches ?? 32,
    }),
    breaker: createCircuitBreaker({ threshold: 10, openMs: 5_000, maxOpenMs: 300_000 }),
  };
};
