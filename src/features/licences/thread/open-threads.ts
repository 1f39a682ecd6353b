import type { Thread, Threads } from '../../../platform/threads/threads.ts';
import { createThreads } from '../../../platform/threads/threads.ts';
import { type LandedSync, landedPages, PagesGone, type Read } from '../judge/landed.ts';
import type { LicenceCalls, MainCalls } from './calls.ts';

export type LicenceThreads = Threads<LicenceCalls>;
export type LicenceThread = Thread<LicenceCalls>;

/** Threads for the jobs of licences, each within so much memory. */
export const openLicenceThreads = (options: { readonly memoryLimitMib: number }): LicenceThreads =>
  createThreads({ entry: new URL('./licence-thread.ts', import.meta.url), ...options });

interface Job<T> {
  readonly sync: LandedSync;
  readonly read: Read;
  readonly signal: AbortSignal;
  readonly onSource: (name: string) => void;
  readonly onSolving?: (isBusy: boolean) => void;
  readonly work: (thread: LicenceThread) => Promise<T>;
}

/** Hands out the landed answers of a sync, source by source, as the thread asks for them. */
const createFeed = (read: Read, sync: LandedSync) => {
  const sources = new Map<string, AsyncGenerator<Buffer, void>>();
  let gone: PagesGone | undefined;
  return {
    gone: () => gone,
    page: async (name: string): Promise<Uint8Array | null> => {
      const source = sync.sources.find((each) => each.name === name);
      if (!source) return null;
      const pages = sources.get(name) ?? landedPages(read, sync, source);
      sources.set(name, pages);
      try {
        const { value } = await pages.next();
        return value ?? null;
      } catch (error) {
        if (error instanceof PagesGone) gone = error;
        throw error;
      }
    },
  };
};

/**
 * Reads what a sync landed in a thread of its own, and works with it there.
 *
 * @throws PagesGone where its answers are no longer there; AppError `invalid_input` naming the source and the place
 *   of one that is not as documented; what `Threads.run` throws
 */
export const withLanded = <T>(threads: LicenceThreads, job: Job<T>): Promise<T> => {
  const { sync, read, signal, onSource, onSolving = () => undefined, work } = job;
  const feed = createFeed(read, sync);
  const served: { [K in keyof MainCalls]: (value: Parameters<MainCalls[K]>[0]) => unknown } = {
    page: feed.page,
    reading: onSource,
    solving: onSolving,
  };
  return threads.run({
    signal,
    served,
    work: async (thread) => {
      await thread.ask('read', sync).catch((error: unknown) => {
        throw feed.gone() ?? error;
      });
      return work(thread);
    },
  });
};
