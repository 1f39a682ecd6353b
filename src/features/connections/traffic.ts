import type { GraphEvent } from '../../connectors/microsoft/contract.ts';
import type { Egress } from '../../connectors/microsoft/egress.ts';

export interface Traffic {
  readonly requests: number;
  readonly throttled: number;
  readonly waitedMs: number;
}

/** Counts what a sync costs the tenant. */
export interface TrafficCounter {
  note(event: GraphEvent): void;
  /** What was counted since the last call. */
  take(): Traffic;
  /** Puts back what could not be written. */
  putBack(traffic: Traffic): void;
}

const none: Traffic = { requests: 0, throttled: 0, waitedMs: 0 };

const sum = (a: Traffic, b: Traffic): Traffic => ({
  requests: a.requests + b.requests,
  throttled: a.throttled + b.throttled,
  waitedMs: a.waitedMs + b.waitedMs,
});

/** The same way out, with every request that leaves counted: sign-in, pages, downloads, repeats. */
export const countingEgress = (egress: Egress): { egress: Egress; traffic: TrafficCounter } => {
  let counted = none;
  return {
    egress: {
      send: (request) => {
        counted = sum(counted, { ...none, requests: 1 });
        return egress.send(request);
      },
      close: () => egress.close(),
    },
    traffic: {
      note: (event) => {
        // Turns that the reader takes by itself (status 0) are waits, but nobody refused anything.
        if (event.type === 'throttled')
          counted = sum(counted, {
            requests: 0,
            throttled: event.status === 0 ? 0 : 1,
            waitedMs: Math.round(event.waitMs),
          });
      },
      take: () => {
        const taken = counted;
        counted = none;
        return taken;
      },
      putBack: (traffic) => {
        counted = sum(counted, traffic);
      },
    },
  };
};
