import { serveThread } from '../../src/platform/threads/serve-thread.ts';
import { AppError } from '../../src/shared/errors.ts';

/** What the thread of `threads.test.ts` does. */
export interface TestCalls {
  lengthOf(bytes: Uint8Array): number;
  doubled(value: number): number;
  refuse(nothing: null): void;
  /** Never ends, and never lets its own thread rest. */
  spin(nothing: null): void;
  hoard(nothing: null): void;
  started(nothing: null): number;
}

const started = Math.random();

serveThread<{ more(value: number): number }>((ask) => ({
  lengthOf: (bytes: Uint8Array) => bytes.length,
  doubled: async (value: number) => value + (await ask('more', value)),
  refuse: () => {
    throw new AppError('invalid_input', {
      detail: 'users, page 1: wrong',
      fix: 'Read again.',
      meta: { row: 1 },
    });
  },
  spin: () => {
    for (;;);
  },
  hoard: () => {
    const all: unknown[] = [];
    for (;;) all.push(Array.from({ length: 10_000 }, (_, at) => ({ at })));
  },
  started: () => started,
}));
