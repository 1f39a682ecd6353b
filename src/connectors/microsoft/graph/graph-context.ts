import type { NewId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import type { Endpoints } from '../clouds.ts';
import type { GraphEvent, TokenSource } from '../contract.ts';
import type { Egress } from '../egress.ts';
import type { TenantBudget } from '../throttle/tenant-budget.ts';
import { backoffMs, type Random, type Sleep } from '../wait.ts';

export interface GraphLimits {
  /** Tries of one request, the first included; waits that Microsoft asks for are no failures but count too. */
  readonly maxAttempts: number;
  /** How long one request may take in all, waiting included. */
  readonly maxTotalMs: number;
  readonly maxPageBytes: number;
  readonly maxReportBytes: number;
  /** How often "not premium" must be heard before it is believed. */
  readonly premiumAttempts: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

export const defaultLimits: GraphLimits = {
  maxAttempts: 15,
  maxTotalMs: 1_800_000,
  maxPageBytes: 64 * 1024 * 1024,
  maxReportBytes: 1024 * 1024 * 1024,
  premiumAttempts: 5,
  backoffBaseMs: 500,
  backoffCapMs: 60_000,
};

/** What the parts of the reader share. */
export interface GraphContext {
  readonly endpoints: Endpoints;
  readonly egress: Egress;
  readonly tokenSource: TokenSource;
  readonly budget: TenantBudget;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly newId: NewId;
  readonly limits: GraphLimits;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: GraphEvent) => void;
}

export const nowMs = (context: Pick<GraphContext, 'clock'>): number => context.clock.now().getTime();

/** The pause after a try that failed; `attempt` counts from 0. */
export const backoff = ({ limits, random }: GraphContext, attempt: number): number =>
  backoffMs(attempt, { baseMs: limits.backoffBaseMs, capMs: limits.backoffCapMs }, random);
