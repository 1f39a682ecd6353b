/** A Graph reader on a scripted server, in a time that only its own waits move. */
import { customEndpoints } from '../../src/connectors/microsoft/clouds.ts';
import type { GraphEvent } from '../../src/connectors/microsoft/contract.ts';
import type { GraphLimits } from '../../src/connectors/microsoft/graph/graph-context.ts';
import { createGraphReader } from '../../src/connectors/microsoft/graph/graph-reader.ts';
import { createTenantBudget } from '../../src/connectors/microsoft/throttle/tenant-budget.ts';
import { type ReceivedRequest, type ScriptedAnswer, startScriptedHttps } from './scripted-https.ts';

export interface GraphRigOptions {
  readonly script: (
    request: ReceivedRequest,
    number: number,
    rig: { readonly origin: string; readonly now: () => number },
  ) => ScriptedAnswer | Promise<ScriptedAnswer>;
  readonly limits?: Partial<GraphLimits>;
  readonly signal?: AbortSignal;
  /** As of a national cloud. */
  readonly reportsMissing?: string;
  /** Called for each wait, in milliseconds of the rig's time. */
  readonly onSleep?: (waitMs: number) => void;
}

export const createGraphRig = async (options: GraphRigOptions) => {
  let nowMs = Date.parse('2026-03-02T08:00:00.250Z');
  const arrivals: number[] = [];
  const clock = { now: () => new Date(nowMs) };
  const sleep = async (waitMs: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    options.onSleep?.(waitMs);
    nowMs += waitMs;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
  const server = await startScriptedHttps((request, number) => {
    arrivals.push(nowMs);
    return options.script(request, number, { origin: server.origin, now: () => nowMs });
  });
  const events: GraphEvent[] = [];
  const renewals: string[] = [];
  const budget = createTenantBudget({ clock, sleep });
  const reader = createGraphReader({
    endpoints: {
      ...customEndpoints({ loginOrigin: server.origin, graphOrigin: server.origin, caPem: server.caPem }),
      reportsMissing: options.reportsMissing ?? null,
    },
    tokenSource: {
      token: async () => 'first-token',
      renew: async (refused) => {
        renewals.push(refused);
        return 'second-token';
      },
    },
    bucket: budget,
    clock,
    sleep,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
    ...(options.limits && { limits: options.limits }),
    ...(options.signal && { signal: options.signal }),
  });
  return {
    ...{ reader, server, events, arrivals, renewals, budget, clock },
    close: async () => {
      await reader.close();
      await server.close();
    },
  };
};

/** All elements of an asynchronous sequence. */
export const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
