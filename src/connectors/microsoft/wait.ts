/** Waits; rejects with the signal's reason as soon as it is given. Passed in so that tests can turn the time. */
export type Sleep = (waitMs: number, signal?: AbortSignal) => Promise<void>;

/** The machine's timer. */
export const systemSleep: Sleep = (waitMs, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, waitMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });

/** Between 0 (inclusive) and 1 (exclusive); passed in. */
export type Random = () => number;

export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Exponential with jitter: between half and all of base × 2^attempt, at most the cap. `attempt` counts from 0. */
export const backoffMs = (attempt: number, { baseMs, capMs }: BackoffOptions, random: Random): number => {
  const full = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.round(full / 2 + (full / 2) * random());
};
