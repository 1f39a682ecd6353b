import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { TestCalls } from '../../../test/support/test-thread.ts';
import type { AppError } from '../../shared/errors.ts';
import { createThreads, type Thread } from './threads.ts';

const entry = new URL('../../../test/support/test-thread.ts', import.meta.url);
const threads = createThreads<TestCalls>({ entry, memoryLimitMib: 64 });
afterAll(() => threads.close());

const run = <T>(
  work: (thread: Thread<TestCalls>) => Promise<T>,
  signal = new AbortController().signal,
  more: (value: number) => unknown = (value) => value,
): Promise<T> => threads.run({ signal, served: { more }, work });

describe('a thread', () => {
  it('answers, and asks back', async () => {
    expect(await run(({ ask }) => ask('doubled', 21))).toBe(42);
  });

  it('takes bytes that own their buffer without a copy, and leaves a slice of a shared one alone', async () => {
    const own = new Uint8Array(100_000);
    const slice = Buffer.from('some text of the pool');
    expect(await run(({ ask }) => ask('lengthOf', own))).toBe(100_000);
    expect(await run(({ ask }) => ask('lengthOf', slice))).toBe(21);
    expect([own.length, slice.toString()]).toEqual([0, 'some text of the pool']);
  });

  it('fails with the problem that is meant, its code and remedy', async () => {
    await expect(run(({ ask }) => ask('refuse', null))).rejects.toMatchObject({
      name: 'AppError',
      code: 'invalid_input',
      detail: 'users, page 1: wrong',
      fix: 'Read again.',
      meta: { row: 1 },
    } satisfies Partial<AppError>);
  });

  it('hears of what fails on the other side', async () => {
    const failing = (): never => {
      throw new Error('the database is away');
    };
    await expect(run(({ ask }) => ask('doubled', 1), undefined, failing)).rejects.toThrow(
      'the database is away',
    );
  });

  it('is used again for the next job, and not after one that failed', async () => {
    const first = await run(({ ask }) => ask('started', null));
    expect(await run(({ ask }) => ask('started', null))).toBe(first);
    await run(({ ask }) => ask('refuse', null)).catch(() => undefined);
    expect(await run(({ ask }) => ask('started', null))).not.toBe(first);
  });

  it('has one job at a time', async () => {
    const [one, other] = await Promise.all([
      run(({ ask }) => ask('started', null)),
      run(({ ask }) => ask('started', null)),
    ]);
    expect(one).not.toBe(other);
  });

  it('that never rests leaves others in peace, and ends when it is cancelled', async () => {
    const cancel = new AbortController();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    await run(({ ask }) => ask('started', null));
    delay.enable();
    const spinning = run(({ ask }) => ask('spin', null), cancel.signal);
    await setTimeout(500);
    delay.disable();
    cancel.abort(new Error('the run was cancelled'));
    await expect(spinning).rejects.toThrow('the run was cancelled');
    // On this thread it would have been all of the time.
    expect(delay.max / 1e6).toBeLessThan(400);
  });

  it('that is cancelled before it begins does nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(run(({ ask }) => ask('started', null), signal)).rejects.toThrow('too late');
  });

  it('that wants more memory than it may take fails alone', async () => {
    await expect(run(({ ask }) => ask('hoard', null))).rejects.toMatchObject({
      code: 'too_large',
      detail: expect.stringContaining('64 MiB'),
    });
    expect(await run(({ ask }) => ask('doubled', 1))).toBe(2);
  });

  it('whose work is stopped ends with the reason', async () => {
    await expect(
      run(async ({ ask, stop }) => {
        const spinning = ask('spin', null);
        stop(new Error('it took too long'));
        await spinning;
      }),
    ).rejects.toThrow('it took too long');
  });
});
