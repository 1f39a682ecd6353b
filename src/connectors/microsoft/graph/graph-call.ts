import type { NewId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import type { Endpoints } from '../clouds.ts';
import type { GraphEvent, TokenSource } from '../contract.ts';
import { BrokenAnswer, type Egress, type EgressAnswer } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import type { CircuitChange } from '../throttle/circuit-breaker.ts';
import { retryAfterMs } from '../throttle/retry-after.ts';
import type { Lane, TenantBudget } from '../throttle/tenant-budget.ts';
import { backoffMs, type Random, type Sleep } from '../wait.ts';
import { jsonOf } from './graph-answer.ts';

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

export interface GraphCall {
  /** For events and errors; names no user. */
  readonly what: string;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Resource units. */
  readonly cost: number;
  readonly lane: Lane;
  /** A limit of its own: a refusal that names no wider scope holds back nothing else. */
  readonly hasOwnLimit?: boolean;
  /** Waits for the turn within that limit, before each try. */
  readonly turn?: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface GraphAnswer extends EgressAnswer {
  /** Parsed; undefined where the answer has no JSON. */
  readonly json: unknown;
  readonly readAt: Date;
}

/** Statuses that say "later". 501 says "never". */
export const isTransient = (status: number): boolean => status === 429 || (status >= 500 && status !== 501);

/**
 * One request that only reads, repeated until it is answered: never before the time that Microsoft names, with
 * growing pauses after failures, within the limits. Gives any answer that is not "later"; throws `throttled`,
 * `unavailable`, `circuit_open`, `revoked`, or the signal's reason.
 */
export const callGraph = async (context: GraphContext, call: GraphCall): Promise<GraphAnswer> => {
  const signal = call.signal ?? context.signal;
  const deadlineMs = nowMs(context) + context.limits.maxTotalMs;
  let refusedToken: string | null = null;
  for (let attempt = 0; ; attempt += 1) {
    const last = attempt + 1 >= context.limits.maxAttempts;
    await call.turn?.();
    await admitted(context, deadlineMs, signal);
    const outcome = await attemptOnce(context, call, refusedToken, deadlineMs, signal);
    if (outcome.kind === 'answer') {
      if (outcome.answer.status !== 401 || refusedToken !== null) return outcome.answer;
      refusedToken = outcome.token;
      continue;
    }
    const waitMs = outcome.waitMs ?? backoff(context, attempt);
    if (outcome.throttled) throttle(context, call, outcome, waitMs);
    else
      context.onEvent({
        type: 'retrying',
        what: call.what,
        reason: outcome.reason,
        attempt: attempt + 1,
        waitMs,
      });
    if (last || nowMs(context) + waitMs > deadlineMs) throw givenUp(context, call, outcome, waitMs);
    // A hold on the tenant is waited for with everybody else; what concerns only this request waits here.
    if (!outcome.throttled || isOwn(call, outcome)) await context.sleep(waitMs + timerMarginMs, signal);
  }
};

const nowMs = (context: GraphContext): number => context.clock.now().getTime();

const backoff = ({ limits, random }: GraphContext, attempt: number): number =>
  backoffMs(attempt, { baseMs: limits.backoffBaseMs, capMs: limits.backoffCapMs }, random);

interface Failure {
  readonly kind: 'failure';
  readonly reason: string;
  readonly status: number;
  /** As Microsoft asks; null where it does not, or not believably. */
  readonly waitMs: number | null;
  readonly throttled: boolean;
  /** The answer says that more than this request is meant. */
  readonly isWide: boolean;
}

type Outcome = { readonly kind: 'answer'; readonly answer: GraphAnswer; readonly token: string } | Failure;

const attemptOnce = async (
  context: GraphContext,
  call: GraphCall,
  refusedToken: string | null,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> => {
  let settled = false;
  try {
    const { tokenSource } = context;
    const token = refusedToken === null ? await tokenSource.token() : await tokenSource.renew(refusedToken);
    notBeyond(context, deadlineMs);
    await context.budget.spend({ cost: call.cost, lane: call.lane, signal });
    const answer = await exchange(context, call, token, signal);
    const failure = failureOf(context, answer);
    settled = true;
    settle(context, failure === null || failure.status === 429);
    observe(context, answer);
    if (failure !== null) return failure;
    return { kind: 'answer', answer, token };
  } catch (error) {
    if (!(error instanceof BrokenAnswer)) throw error;
    settled = true;
    settle(context, false);
    return {
      kind: 'failure',
      reason: error.message,
      status: 0,
      waitMs: null,
      throttled: false,
      isWide: false,
    };
  } finally {
    if (!settled) context.budget.breaker.forgotten();
  }
};

const exchange = async (
  context: GraphContext,
  call: GraphCall,
  token: string,
  signal: AbortSignal | undefined,
): Promise<GraphAnswer> => {
  const answer = await context.egress.send({
    destination: 'graph',
    url: call.url,
    method: call.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...call.headers,
      authorization: `Bearer ${token}`,
      'client-request-id': context.newId(),
      'x-ms-throttle-priority': 'low',
    },
    ...(call.body !== undefined && { body: call.body }),
    signal,
    maxBytes: context.limits.maxPageBytes,
  });
  const isJson = (answer.headers['content-type'] ?? '').includes('json');
  const json = isJson ? jsonOf(answer.body) : undefined;
  if (answer.status < 300 && isJson && json === undefined) throw new BrokenAnswer('the answer ends half way');
  return { ...answer, json, readAt: context.clock.now() };
};

const failureOf = (context: GraphContext, answer: GraphAnswer): Failure | null => {
  const { status, headers } = answer;
  if (!isTransient(status)) return null;
  const waitMs = retryAfterMs(headers, context.clock.now());
  const throttled = status === 429 || waitMs !== null;
  return {
    kind: 'failure',
    reason: `status ${status}`,
    status,
    waitMs,
    throttled,
    isWide: isWideThrottle(headers),
  };
};

const settle = (context: GraphContext, healthy: boolean): void => {
  const { breaker } = context.budget;
  const change = healthy ? breaker.succeeded() : breaker.failed(nowMs(context));
  if (change !== null) context.onEvent(circuitEvent(change));
};

const circuitEvent = ({ state, untilMs }: CircuitChange): GraphEvent => ({
  type: 'circuit',
  state,
  ...(untilMs !== undefined && { until: new Date(untilMs) }),
});

/** Reported from 0.8 on; telling every answer above it would be noise. */
const observe = (context: GraphContext, { headers }: GraphAnswer): void => {
  const share = Number(headers['x-ms-throttle-limit-percentage'] ?? Number.NaN);
  if (!Number.isFinite(share) || share <= 0 || share > 10) return;
  context.budget.observe(share);
  if (share >= 1) context.onEvent({ type: 'near_limit', share });
};

/** Timers may fire a little early. */
const timerMarginMs = 20;

/** Whether a refusal is meant for the application or the tenant, not for one resource (identity and access limits). */
export const isWideThrottle = (headers: Readonly<Record<string, string>>): boolean =>
  /^(Tenant|Application)/i.test(headers['x-ms-throttle-scope'] ?? '') ||
  headers['x-ms-throttle-information'] !== undefined;

const isOwn = (call: GraphCall, failure: Failure): boolean => call.hasOwnLimit === true && !failure.isWide;

const throttle = (context: GraphContext, call: GraphCall, failure: Failure, waitMs: number): void => {
  const { status } = failure;
  if (!isOwn(call, failure)) context.budget.hold(nowMs(context) + waitMs);
  context.budget.gate.refused(nowMs(context));
  context.onEvent({ type: 'throttled', what: call.what, status, waitMs });
};

/** Waits while the circuit is open; one request at a time then finds out whether the service is back. */
const admitted = async (context: GraphContext, deadlineMs: number, signal?: AbortSignal): Promise<void> => {
  for (;;) {
    signal?.throwIfAborted();
    const waitMs = context.budget.breaker.admit(nowMs(context));
    if (waitMs === 0) return;
    const retryAt = new Date(nowMs(context) + waitMs);
    if (retryAt.getTime() > deadlineMs) throw new MicrosoftError('circuit_open', { retryAt });
    await context.sleep(waitMs, signal);
  }
};

const notBeyond = ({ budget }: GraphContext, deadlineMs: number): void => {
  if (budget.heldUntilMs() > deadlineMs) {
    throw new MicrosoftError('throttled', { retryAt: new Date(budget.heldUntilMs()) });
  }
};

const givenUp = (context: GraphContext, call: GraphCall, failure: Failure, waitMs: number): MicrosoftError =>
  new MicrosoftError(failure.throttled ? 'throttled' : 'unavailable', {
    retryAt: new Date(nowMs(context) + waitMs),
    meta: { what: call.what, status: failure.status, reason: failure.reason },
  });
