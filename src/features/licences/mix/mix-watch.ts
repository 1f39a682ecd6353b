import { AppError } from '../../../shared/errors.ts';
import type { LicenceThread } from '../thread/open-threads.ts';

/** How long a mix may take. */
export interface MixLimits {
  /** One search ends after so long with the best it has; the result says that it is not proven. */
  readonly solveSeconds: number;
  /** What a search may take beyond that, before its thread is ended. */
  readonly graceSeconds: number;
  readonly allSeconds: number;
}

export const usualLimits: MixLimits = { solveSeconds: 120, graceSeconds: 30, allSeconds: 1800 };

const hopeless = (detail: string): AppError =>
  new AppError('unprocessable', {
    detail,
    fix: 'Compute with a simpler policy: fewer groups with needs of their own, fewer limits of seats.',
  });

export interface MixWatch {
  /** A search begins, or has ended. */
  onSolving(isBusy: boolean): void;
  end(): void;
}

/** Ends a thread whose search does not end by itself, and one that takes too long over all. */
export const watchMix = (
  thread: Pick<LicenceThread, 'stop'>,
  { solveSeconds, allSeconds, graceSeconds }: MixLimits,
): MixWatch => {
  const stopIn = (seconds: number, detail: string): NodeJS.Timeout =>
    setTimeout(() => thread.stop(hopeless(detail)), seconds * 1000);
  const all = stopIn(allSeconds, `The cheapest mix was not found within ${allSeconds} seconds.`);
  let one: NodeJS.Timeout | undefined;
  return {
    onSolving: (isBusy) => {
      clearTimeout(one);
      if (!isBusy) return;
      const detail = `A search for the cheapest mix did not end after the ${solveSeconds} seconds it may take.`;
      one = stopIn(solveSeconds + graceSeconds, detail);
    },
    end: () => {
      clearTimeout(one);
      clearTimeout(all);
    },
  };
};
