import { MessageChannel, Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import { type Ask, connectCalls, type Served } from './calls.ts';

export interface ThreadsOptions {
  /** The module that calls `serveThread`. */
  readonly entry: URL;
  /** Memory of the JavaScript heap of one thread, in MiB; a job that wants more fails, and nothing else does. */
  readonly memoryLimitMib: number;
  /** How long a thread waits for its next job before it gives its memory back, in milliseconds; by default 10 s. */
  readonly idleMs?: number;
}

/** A job's thread, as the main thread sees it. */
export interface Thread<A> {
  readonly ask: Ask<A>;
  /** Ends the thread in whatever it is doing; its job fails with this error. */
  stop(error: Error): void;
}

export interface Threads<A> {
  /**
   * Runs a job with a thread of its own, which may ask for what is served here. The thread ends at once when the
   * signal is aborted, and with every job that fails.
   *
   * @throws AppError `too_large` where the memory does not suffice, `internal` where the thread dies otherwise, the
   *   reason of the signal, and whatever the job throws
   */
  run<T>(job: {
    readonly signal: AbortSignal;
    readonly served: Served;
    readonly work: (thread: Thread<A>) => Promise<T>;
  }): Promise<T>;
  /** Ends threads that wait for a job. */
  close(): Promise<void>;
}

const deathOf = (error: NodeJS.ErrnoException, memoryLimitMib: number): AppError =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new AppError('too_large', {
        detail: `The work needs more than the ${memoryLimitMib} MiB of memory that it may take.`,
        fix: 'Give the machine more memory, then try again.',
        cause: error,
      })
    : new AppError('internal', { detail: `The thread of the work died: ${error.message}`, cause: error });

const endedEarly = (): AppError => new AppError('internal', { detail: 'The thread of the work ended.' });

/** Threads that outlive a job for a while, because starting one takes longer than many a job. */
const createIdle = (idleMs: number) => {
  const idle = new Map<Worker, NodeJS.Timeout>();
  const forget = (worker: Worker): void => {
    clearTimeout(idle.get(worker));
    idle.delete(worker);
  };
  return {
    take: (): Worker | undefined => {
      const [worker] = idle.keys();
      if (worker) forget(worker);
      return worker;
    },
    put: (worker: Worker): void => {
      worker.unref();
      worker.once('exit', () => forget(worker));
      worker.once('error', () => forget(worker));
      const timer = setTimeout(() => void worker.terminate(), idleMs);
      idle.set(worker, timer.unref());
    },
    close: async (): Promise<void> => {
      await Promise.all([...idle.keys()].map((worker) => worker.terminate()));
    },
  };
};

/** Worker threads for work that would keep the main thread from answering others; one job has one to itself. */
export const createThreads = <A>({ entry, memoryLimitMib, idleMs = 10_000 }: ThreadsOptions): Threads<A> => {
  const idle = createIdle(idleMs);
  const start = (): Worker =>
    new Worker(entry, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryLimitMib } });
  return {
    run: async ({ signal, served, work }) => {
      signal.throwIfAborted();
      const worker = idle.take() ?? start();
      worker.removeAllListeners();
      worker.ref();
      const { port1, port2 } = new MessageChannel();
      const calls = connectCalls<A>(port1, served);
      const stop = (error: unknown): void => {
        calls.fail(error);
        void worker.terminate();
      };
      worker.on('error', (error: Error) => stop(deathOf(error, memoryLimitMib)));
      worker.on('exit', () => calls.fail(endedEarly()));
      const onAbort = (): void => stop(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(port2, [port2]);
      try {
        const done = await work({ ask: calls.ask, stop });
        if (!signal.aborted) idle.put(worker);
        return done;
      } catch (error) {
        stop(error);
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        port1.close();
      }
    },
    close: idle.close,
  };
};
