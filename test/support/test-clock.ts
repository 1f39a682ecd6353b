import type { Clock } from '../../src/shared/time.ts';

/** The machine's clock, which a test can turn forward. */
export interface TestClock extends Clock {
  /** Lets time pass, in milliseconds, without waiting. */
  advance(ms: number): void;
}

export const createTestClock = (): TestClock => {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance: (ms) => {
      aheadMs += ms;
    },
  };
};
