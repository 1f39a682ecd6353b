import { describe, expect, it } from 'vitest';
import { createAnswerCache } from './answer-cache.ts';
import { createCostDesk } from './cost-desk.ts';
import type { CostQuestions } from './cost-questions.ts';
import { withKeptUnits } from './kept-units.ts';
import { createQueryQueue } from './query-queue.ts';
import type { Asker } from './scope.ts';

/** A promise that the test ends. */
const gate = () => Promise.withResolvers<void>();
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the queue of queries', () => {
  it('runs no more than it may, the others in the order they came', async () => {
    const queue = createQueryQueue({ concurrent: 2, waiting: 10 });
    const gates = Array.from({ length: 5 }, gate);
    const begun: number[] = [];
    const all = gates.map((each, index) =>
      queue.run(async () => {
        begun.push(index);
        await each.promise;
      }),
    );
    await settle();
    expect(begun).toEqual([0, 1]);
    gates[1]?.resolve();
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    for (const each of gates) each.resolve();
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('tells a caller to come back when too many wait', async () => {
    const queue = createQueryQueue({ concurrent: 1, waiting: 1 });
    const { promise, resolve } = gate();
    const running = [queue.run(() => promise), queue.run(async () => undefined)];
    await expect(queue.run(async () => undefined)).rejects.toMatchObject({ code: 'unavailable' });
    resolve();
    await Promise.all(running);
  });

  it('gives the place of a caller who went away, or whose query failed, to the next', async () => {
    const queue = createQueryQueue({ concurrent: 1, waiting: 5 });
    const { promise, resolve } = gate();
    const first = queue.run(() => promise);
    const abort = new AbortController();
    const gone = queue.run(async () => 'never', abort.signal);
    abort.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    resolve();
    await first;
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(async () => 'works')).toBe('works');
  });
});

describe('the memory of answers', () => {
  it('asks once for many who ask the same at the same time, and keeps the answer', async () => {
    const cache = createAnswerCache(1_000_000);
    let asked = 0;
    const work = async () => {
      asked += 1;
      await settle();
      return { asked };
    };
    const answers = await Promise.all([1, 2, 3].map(() => cache.answer('k', work)));
    expect([...answers, await cache.answer('k', work)].map((answer) => answer.asked)).toEqual([1, 1, 1, 1]);
  });

  it('stops the work only when the last who waits has gone', async () => {
    const cache = createAnswerCache(1_000_000);
    const [a, b] = [new AbortController(), new AbortController()];
    let stopped = false;
    const work = (signal: AbortSignal) =>
      new Promise<object>((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason);
        });
      });
    const [first, second] = [cache.answer('k', work, a.signal), cache.answer('k', work, b.signal)];
    a.abort(new Error('a left'));
    await expect(first).rejects.toThrow('a left');
    expect(stopped).toBe(false);
    b.abort(new Error('b left'));
    await expect(second).rejects.toThrow('b left');
    expect(stopped).toBe(true);
    expect(await cache.answer('k', async () => ({ fresh: true }))).toEqual({ fresh: true });
  });

  it('asks for the units of the same charges once', async () => {
    let asked = 0;
    const consumedUnits: CostQuestions['consumedUnits'] = async () => {
      asked += 1;
      return [{ unit: 'Hours', cost: '1' }];
    };
    const questions = withKeptUnits({ consumedUnits } as CostQuestions, createAnswerCache(1_000_000));
    const scope = (path: string) => ({ paths: [path], spans: [], currency: 'USD', filters: [] });
    for (const path of ['a', 'a', 'b', 'a'])
      await questions.consumedUnits({ scope: scope(path), cost: 'billed' });
    expect(asked).toBe(2);
  });

  it('keeps no failure', async () => {
    const cache = createAnswerCache(1_000_000);
    await expect(cache.answer('k', () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    expect(await cache.answer('k', async () => ({ ok: 1 }))).toEqual({ ok: 1 });
  });
});

describe('the desk', () => {
  const asker = (organisationId: string): Asker => ({
    organisationId,
    read: (work) => work(undefined as never),
    signal: new AbortController().signal,
  });
  const deskOver = (generations: string[]) =>
    createCostDesk({
      questions: {} as CostQuestions,
      chargeFiles: { live: async () => ({ generation: generations.shift() ?? 'last', files: [] }) },
      cache: createAnswerCache(1_000_000),
    });

  it('answers from memory until the lake changes, and never across organisations', async () => {
    const desk = deskOver(['1', '1', '1', '2']);
    let asked = 0;
    const ask = (organisationId: string) =>
      desk.ask(asker(organisationId), 'q', { a: 1 }, async () => {
        asked += 1;
        return { asked };
      });
    expect((await ask('a')).asked).toBe(1);
    expect((await ask('a')).asked).toBe(1);
    expect((await ask('b')).asked).toBe(2);
    expect((await ask('a')).asked).toBe(3);
  });

  it('asks again when a file was replaced and removed between manifest and query, and only then', async () => {
    const vanished = new Error('IO Error: Cannot open file "x.parquet": No such file or directory');
    const desk = deskOver(['1', '2', '2', '2']);
    const seen: string[] = [];
    const answer = await desk.ask(asker('a'), 'q', {}, async (live) => {
      seen.push(live.generation);
      if (live.generation === '1') throw vanished;
      return { ok: true };
    });
    expect([answer, seen]).toEqual([{ ok: true }, ['1', '2']]);
    await expect(desk.ask(asker('a'), 'other', {}, () => Promise.reject(vanished))).rejects.toThrow(
      'Cannot open',
    );
  });
});
