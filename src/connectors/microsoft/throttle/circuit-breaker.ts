export type CircuitState = 'open' | 'half_open' | 'closed';

/** What a change of state is told as. */
export interface CircuitChange {
  readonly state: CircuitState;
  /** Milliseconds since the epoch until which nothing is sent, where open. */
  readonly untilMs?: number;
}

/**
 * Stops sending after failures in a row, then lets one request through to see. Throttling is no failure: the
 * service is up and says when to come back.
 */
export interface CircuitBreaker {
  /** Milliseconds to wait before asking again; 0 admits the request, which must then be settled. */
  admit(nowMs: number): number;
  succeeded(): CircuitChange | null;
  failed(nowMs: number): CircuitChange | null;
  /** The request ended without saying anything of the service, being aborted for example. */
  forgotten(): void;
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  readonly threshold: number;
  /** The first pause; doubled for each probe that fails. */
  readonly openMs: number;
  readonly maxOpenMs: number;
}

/** While one request probes, the others look again after this time. */
const probeLookMs = 200;

export const createCircuitBreaker = (options: CircuitBreakerOptions): CircuitBreaker => {
  let state: CircuitState = 'closed';
  let failures = 0;
  let pauses = 0;
  let untilMs = 0;
  return {
    admit: (nowMs) => {
      if (state === 'closed') return 0;
      if (state === 'half_open') return probeLookMs;
      if (nowMs < untilMs) return untilMs - nowMs;
      state = 'half_open';
      return 0;
    },
    succeeded: () => {
      failures = 0;
      if (state !== 'half_open') return null;
      state = 'closed';
      pauses = 0;
      return { state };
    },
    failed: (nowMs) => {
      failures += 1;
      if (state === 'open' || (state === 'closed' && failures < options.threshold)) return null;
      state = 'open';
      untilMs = nowMs + Math.min(options.maxOpenMs, options.openMs * 2 ** pauses);
      pauses += 1;
      return { state, untilMs };
    },
    forgotten: () => {
      if (state === 'half_open') state = 'open';
    },
  };
};
