import { createHash } from 'node:crypto';
import type { AnswerCache } from './answer-cache.ts';
import type { ChargeFiles, LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { type Asker, withLiveFiles } from './scope.ts';

/** Where questions about costs are handed in: resolves the lake, answers from memory where it can. */
export interface CostDesk {
  readonly questions: CostQuestions;
  /**
   * The answer to a question about the lake as it is now. `name` and `question` decide the answer together with
   * the lake's state; `work` makes it when it is not known.
   */
  ask<T extends object>(
    asker: Asker,
    name: string,
    question: unknown,
    work: (live: LiveFiles, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Works with the lake as it is now, past the memory. */
  withLive<T>(asker: Asker, work: (live: LiveFiles) => Promise<T>): Promise<T>;
}

export interface CostDeskOptions {
  readonly questions: CostQuestions;
  readonly chargeFiles: ChargeFiles;
  readonly cache: AnswerCache;
}

export const createCostDesk = ({ questions, chargeFiles, cache }: CostDeskOptions): CostDesk => {
  const withLive = withLiveFiles(chargeFiles);
  return {
    questions,
    withLive,
    ask: (asker, name, question, work) =>
      withLive(asker, (live) => {
        const digest = createHash('sha256').update(JSON.stringify(question)).digest('base64url');
        const key = [name, asker.organisationId, live.generation, digest].join('|');
        return cache.answer(key, (signal) => work(live, signal), asker.signal);
      }),
  };
};
