import { LRUCache } from 'lru-cache';

/** Answers that were given, and those that are being worked out. */
export interface AnswerCache {
  /**
   * The answer of this key: kept, being worked out for somebody else, or made now. Work is stopped when the
   * last caller who waits for it has gone.
   * @throws the caller's abort reason, and whatever the work throws; failures are not kept
   */
  answer<T extends object>(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}

interface Pending {
  readonly result: Promise<object>;
  readonly stop: AbortController;
  waiting: number;
}

const waitFor = <T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return result;
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
};

/**
 * Keeps the latest answers up to so many characters of JSON. A key names organisation, generation of the lake
 * and question, so an answer never has to be thrown away for being old: nobody asks for that generation again.
 */
export const createAnswerCache = (maximumCharacters: number): AnswerCache => {
  const kept = new LRUCache<string, object>({
    maxSize: maximumCharacters,
    maxEntrySize: Math.ceil(maximumCharacters / 8),
    sizeCalculation: (answer) => JSON.stringify(answer).length,
  });
  const pending = new Map<string, Pending>();

  const begin = (key: string, work: (signal: AbortSignal) => Promise<object>): Pending => {
    const stop = new AbortController();
    const result = work(stop.signal);
    const started = { result, stop, waiting: 0 };
    pending.set(key, started);
    const done = (): void => {
      if (pending.get(key) === started) pending.delete(key);
    };
    result
      .then(
        (answer) => kept.set(key, answer),
        () => undefined,
      )
      .finally(done);
    return started;
  };

  return {
    answer: async <T extends object>(
      key: string,
      work: (signal: AbortSignal) => Promise<T>,
      signal?: AbortSignal,
    ): Promise<T> => {
      signal?.throwIfAborted();
      // The key decides the type: it begins with the name of the question.
      const found = kept.get(key);
      if (found) return found as T;
      const shared = pending.get(key) ?? begin(key, work);
      shared.waiting += 1;
      try {
        return (await waitFor(shared.result, signal)) as T;
      } finally {
        shared.waiting -= 1;
        if (shared.waiting === 0 && pending.get(key) === shared) {
          pending.delete(key);
          shared.stop.abort(new Error('nobody waits for this answer any more'));
        }
      }
    },
  };
};
