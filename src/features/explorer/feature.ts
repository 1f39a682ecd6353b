import type { Route } from '../../platform/http/route.ts';
import type { DuckDb } from '../../platform/lake/duckdb.ts';
import type { Clock } from '../../shared/time.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { ChargeFiles } from './charge-files.ts';
import { type CostDesk, createCostDesk } from './cost-desk.ts';
import { duckDbQuestions } from './cost-questions.ts';
import { withKeptUnits } from './kept-units.ts';
import { createQueryQueue } from './query-queue.ts';
import { explorerRoutes } from './routes.ts';

export { type ChargeFile, type ChargeFiles, dataThrough, type LiveFiles, type Span } from './charge-files.ts';
export type { CostDesk } from './cost-desk.ts';
export type { CommitmentUse, CostQuestions, DailyCost, SeriesCell } from './cost-questions.ts';
export { changeOf, fractionOf } from './figures.ts';
export { scopeOf } from './scope.ts';

export interface ExplorerOptions {
  /** Reads the folders of all organisations; only paths of the manifest are given to it. */
  readonly duckDb: DuckDb;
  readonly chargeFiles: ChargeFiles;
  readonly clock: Clock;
  /** Queries at a time; default 2, because each uses all threads of DuckDB. */
  readonly concurrentQueries?: number;
  /** Answers kept in memory, in characters of JSON; default 64 million. */
  readonly cacheCharacters?: number;
}

export interface ExplorerFeature {
  readonly routes: readonly Route[];
  /** For features that ask about costs themselves. */
  readonly desk: CostDesk;
}

/** Callers that may wait for a place; the next one is told to come back. */
const waitingQueries = 64;

/** The explorer: questions about costs, from the whole down to a single charge. */
export const createExplorerFeature = (options: ExplorerOptions): ExplorerFeature => {
  const { duckDb } = options;
  const queue = createQueryQueue({ concurrent: options.concurrentQueries ?? 2, waiting: waitingQueries });
  const exportQueue = createQueryQueue({ concurrent: 4, waiting: 16 });
  const cache = createAnswerCache(options.cacheCharacters ?? 64_000_000);
  const questions = withKeptUnits(duckDbQuestions({ duckDb, queue, exportQueue }), cache);
  const desk = createCostDesk({ questions, chargeFiles: options.chargeFiles, cache });
  return { desk, routes: explorerRoutes({ desk, clock: options.clock }) };
};
