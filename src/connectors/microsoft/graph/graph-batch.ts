import { z } from 'zod';
import type { GraphBatchAnswer, GraphBatchRequest } from '../contract.ts';
import { retryAfterMs } from '../throttle/retry-after.ts';
import { refusalError, shaped } from './graph-answer.ts';
import { isTransient, isWideThrottle } from './graph-attempt.ts';
import { callGraph } from './graph-call.ts';
import { backoff, type GraphContext, nowMs } from './graph-context.ts';
import { type Bell, createBell } from './wake.ts';

/** Microsoft Graph takes at most 20 requests in a batch. */
export const batchSize = 20;
/** How long a batch waits for more requests while nothing else is under way. */
const gatherMs = 25;

const answersSchema = z.looseObject({
  responses: z
    .array(
      z.looseObject({
        id: z.string().max(100),
        status: z.int().min(100).max(599),
        headers: z.record(z.string().max(200), z.string().max(16_384)).optional(),
        body: z.unknown().optional(),
      }),
    )
    .max(100),
});

interface Item {
  readonly request: GraphBatchRequest;
  readonly attempt: number;
  readonly sinceMs: number;
  /** Not before; milliseconds since the epoch. */
  readonly notBeforeMs: number;
}

interface Work {
  readonly context: GraphContext;
  readonly signal: AbortSignal;
  readonly bell: Bell;
  ready: Item[];
  delayed: Item[];
  answers: GraphBatchAnswer[];
  running: number;
  pulling: boolean;
  exhausted: boolean;
  failure: { readonly error: unknown } | null;
}

/**
 * Sends any number of requests in batches of 20, several side by side, and only what was refused again, each item
 * after the time that its own answer names. An item that never succeeds is answered with its last status.
 */
export async function* sendBatches(
  context: GraphContext,
  requests: Iterable<GraphBatchRequest> | AsyncIterable<GraphBatchRequest>,
): AsyncGenerator<GraphBatchAnswer, void> {
  const end = new AbortController();
  const signal = context.signal ? AbortSignal.any([context.signal, end.signal]) : end.signal;
  const bell = createBell(context.sleep);
  const work: Work = {
    ...{ context, signal, bell, ready: [], delayed: [], answers: [] },
    ...{ running: 0, pulling: false, exhausted: false, failure: null },
  };
  const input = iteratorOf(requests);
  signal.addEventListener('abort', bell.ring, { once: true });
  try {
    for (;;) {
      context.signal?.throwIfAborted();
      if (work.failure !== null) throw work.failure.error;
      advance(work, input);
      const answers = work.answers;
      work.answers = [];
      yield* answers;
      if (answers.length > 0) continue;
      if (work.exhausted && work.running + work.ready.length + work.delayed.length === 0) return;
      await bell.wait(napMs(work));
      gather(work);
    }
  } finally {
    end.abort();
    // An input that waits for its next element may never come back; nobody waits for it.
    void input.return?.()?.then(undefined, () => undefined);
  }
}

const iteratorOf = <T>(items: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> => {
  if (Symbol.asyncIterator in items) return items[Symbol.asyncIterator]();
  const inner = items[Symbol.iterator]();
  return {
    next: async () => inner.next(),
    return: async () => inner.return?.() ?? { done: true, value: undefined },
  };
};

/** Takes in what is needed and sends what is complete. */
const advance = (work: Work, input: AsyncIterator<GraphBatchRequest>): void => {
  const due = work.delayed.filter(({ notBeforeMs }) => notBeforeMs <= nowMs(work.context));
  if (due.length > 0) {
    work.delayed = work.delayed.filter(({ notBeforeMs }) => notBeforeMs > nowMs(work.context));
    work.ready.push(...due);
  }
  const limit = work.context.budget.gate.limit();
  while (
    work.running < limit &&
    (work.ready.length >= batchSize || (work.exhausted && work.ready.length > 0))
  ) {
    launch(work);
  }
  // Bounded: what is read ahead waits in memory.
  if (!work.exhausted && !work.pulling && work.ready.length < batchSize * (limit + 1)) pull(work, input);
};

/** Nothing under way and no more came in time: an incomplete batch goes now. */
const gather = (work: Work): void => {
  if (work.running === 0 && work.ready.length > 0 && work.pulling && work.ready.length < batchSize)
    launch(work);
};

const napMs = (work: Work): number | undefined => {
  const waits = work.delayed.map(({ notBeforeMs }) => notBeforeMs - nowMs(work.context));
  if (work.running === 0 && work.ready.length > 0) waits.push(gatherMs);
  return waits.length === 0 ? undefined : Math.max(1, Math.min(...waits));
};

const pull = (work: Work, input: AsyncIterator<GraphBatchRequest>): void => {
  work.pulling = true;
  const settled = (): void => {
    work.pulling = false;
    work.bell.ring();
  };
  input.next().then(
    (next) => {
      if (next.done === true) work.exhausted = true;
      else work.ready.push({ request: next.value, attempt: 0, sinceMs: nowMs(work.context), notBeforeMs: 0 });
      settled();
    },
    (error: unknown) => {
      work.failure = { error };
      settled();
    },
  );
};

const launch = (work: Work): void => {
  const items = work.ready.splice(0, batchSize);
  work.running += 1;
  send(work, items)
    .catch((error: unknown) => {
      work.failure ??= { error };
    })
    .finally(() => {
      work.running -= 1;
      work.bell.ring();
    });
};

const send = async (work: Work, items: readonly Item[]): Promise<void> => {
  const { context, signal } = work;
  const answer = await callGraph(context, {
    what: '/$batch',
    url: `${context.endpoints.graphOrigin}/v1.0/$batch`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests: items.map(({ request }, index) => asSent(request, index)) }),
    // Each request inside is counted for itself (Microsoft Graph, "Throttling and batching").
    cost: items.length,
    lane: 'bulk',
    signal,
  });
  if (answer.status !== 200) throw refusalError(answer.status, answer.json, { what: '/$batch' });
  const { responses } = shaped(answersSchema, answer.json, '/$batch');
  const byId = new Map(responses.map((response) => [response.id, response]));
  let refused = false;
  for (const [index, item] of items.entries()) {
    const response = byId.get(String(index + 1));
    // An item without an answer is one that failed.
    const status = response?.status ?? 503;
    const headers = lowerCased(response?.headers ?? {});
    refused ||= status === 429;
    if (status === 429 && isWideThrottle(headers)) holdAll(context, headers);
    const again = isTransient(status) ? delayedItem(work, item, headers) : null;
    if (again === null) work.answers.push({ id: item.request.id, status, headers, body: response?.body });
    else work.delayed.push(again);
  }
  if (refused) context.budget.gate.refused(nowMs(work.context));
  else context.budget.gate.succeeded();
};

/** The budget of the tenant is used up: that concerns everybody, not only the item that happened to meet it. */
const holdAll = (context: GraphContext, headers: Readonly<Record<string, string>>): void => {
  const now = context.clock.now();
  const waitMs = retryAfterMs(headers, now) ?? context.limits.backoffBaseMs;
  context.budget.hold(now.getTime() + waitMs);
  context.onEvent({ type: 'throttled', what: '/$batch', status: 429, waitMs });
};

const asSent = ({ method, url, headers }: GraphBatchRequest, index: number) => ({
  // Numbered anew: the caller's ids may be longer than Graph likes.
  id: String(index + 1),
  method,
  url,
  ...(headers !== undefined && { headers }),
});

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The item for another try, or null where its limits are reached. */
const delayedItem = (work: Work, item: Item, headers: Readonly<Record<string, string>>): Item | null => {
  const { limits, clock } = work.context;
  const pauseMs = backoff(work.context, item.attempt);
  const asked = retryAfterMs(headers, clock.now());
  const notBeforeMs = nowMs(work.context) + (asked === null ? pauseMs : asked + retryMarginMs);
  const tooLate = notBeforeMs - item.sinceMs > limits.maxTotalMs;
  if (tooLate || item.attempt + 1 >= limits.maxAttempts) return null;
  return { ...item, attempt: item.attempt + 1, notBeforeMs };
};

/** The other computer's clock and timers that fire early. */
const retryMarginMs = 50;
