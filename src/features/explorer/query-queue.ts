import { AppError } from '../../shared/errors.ts';

export interface QueryQueueOptions {
  /** Queries at a time. DuckDB uses all its threads for each, so that more only divide the same work. */
  readonly concurrent: number;
  /** How many may wait; beyond, a caller is told to come back. */
  readonly waiting: number;
}

/** Lets a bounded number of queries run, the others in the order they came. */
export interface QueryQueue {
  /**
   * @throws AppError unavailable when too many wait already
   * @throws the signal's reason when the caller goes away while waiting
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Waits for a place as `run` does; the caller gives it back with the answer. */
  enter(signal?: AbortSignal): Promise<() => void>;
}

const busy = (): AppError =>
  new AppError('unavailable', {
    detail: 'Too many cost questions are being answered at the moment.',
    fix: 'Wait some seconds and ask again.',
  });

export const createQueryQueue = ({ concurrent, waiting }: QueryQueueOptions): QueryQueue => {
  const line: (() => void)[] = [];
  let running = 0;

  const arrive = (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (running < concurrent) {
      running += 1;
      return Promise.resolve();
    }
    if (line.length >= waiting) throw busy();
    return new Promise((resolve, reject) => {
      const proceed = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        line.splice(line.indexOf(proceed), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.push(proceed);
    });
  };

  /** Hands the place to the next in line, so that nobody who comes in between takes it. */
  const exit = (): void => {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  };

  const enter = async (signal?: AbortSignal): Promise<() => void> => {
    await arrive(signal);
    return exit;
  };

  return {
    enter,
    run: async (work, signal) => {
      const leave = await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
