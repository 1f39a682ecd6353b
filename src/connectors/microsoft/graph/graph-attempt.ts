import type { GraphEvent } from '../contract.ts';
import { BrokenAnswer, type EgressAnswer } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import type { CircuitChange } from '../throttle/circuit-breaker.ts';
import { retryAfterMs } from '../throttle/retry-after.ts';
import type { Lane } from '../throttle/turn-queue.ts';
import { jsonOf } from './graph-answer.ts';
import { type GraphContext, nowMs } from './graph-context.ts';

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

export interface Failure {
  readonly kind: 'failure';
  readonly reason: string;
  readonly status: number;
  /** As Microsoft asks; null where it does not, or not believably. */
  readonly waitMs: number | null;
  readonly throttled: boolean;
  /** The answer says that more than this request is meant. */
  readonly isWide: boolean;
}

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: GraphAnswer; readonly token: string }
  | Failure;

/** One try: token, turn, exchange. Throws what no other try would change. */
export const attemptOnce = async (
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

/** Whether a refusal is meant for the application or the tenant, not for one resource (identity and access limits). */
export const isWideThrottle = (headers: Readonly<Record<string, string>>): boolean =>
  /^(Tenant|Application)/i.test(headers['x-ms-throttle-scope'] ?? '') ||
  headers['x-ms-throttle-information'] !== undefined;

const notBeyond = ({ budget }: GraphContext, deadlineMs: number): void => {
  if (budget.heldUntilMs() > deadlineMs) {
    throw new MicrosoftError('throttled', { retryAt: new Date(budget.heldUntilMs()) });
  }
};
