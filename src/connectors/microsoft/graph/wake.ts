import type { Sleep } from '../wait.ts';

/** Something happened: whoever waits looks again. Any number of rings before a wait end it at once. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or after the time where one is given. */
  wait(withinMs?: number): Promise<void>;
}

export const createBell = (sleep: Sleep): Bell => {
  let rung = false;
  let resume: (() => void) | null = null;
  const ring = (): void => {
    rung = true;
    resume?.();
  };
  return {
    ring,
    wait: async (withinMs) => {
      if (rung) {
        rung = false;
        return;
      }
      const timer = new AbortController();
      const { promise, resolve } = Promise.withResolvers<void>();
      resume = resolve;
      if (withinMs !== undefined) sleep(withinMs, timer.signal).then(resolve, resolve);
      await promise;
      timer.abort();
      resume = null;
      rung = false;
    },
  };
};
