import { MicrosoftError } from '../microsoft-error.ts';
import { attemptOnce, type Failure, type GraphAnswer, type GraphCall } from './graph-attempt.ts';
import { backoff, type GraphContext, nowMs } from './graph-context.ts';

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

/** Timers may fire a little early. */
const timerMarginMs = 20;

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

const givenUp = (context: GraphContext, call: GraphCall, failure: Failure, waitMs: number): MicrosoftError =>
  new MicrosoftError(failure.throttled ? 'throttled' : 'unavailable', {
    retryAt: new Date(nowMs(context) + waitMs),
    meta: { what: call.what, status: failure.status, reason: failure.reason },
  });
