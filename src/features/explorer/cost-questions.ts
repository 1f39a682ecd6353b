import type { DuckDb, DuckDbSession } from '../../platform/lake/duckdb.ts';
import type { CostKind } from '../../shared/explorer/question.ts';
import {
  type ChargePlace,
  type ChargeRow,
  type ChargesAsk,
  charges,
  streamCharges,
} from './queries/charges.ts';
import { type CommitmentUse, commitmentUse } from './queries/commitment-use.ts';
import { type ConsumedUnit, consumedUnits } from './queries/consumed-units.ts';
import { costSeries, type SeriesAsk, type SeriesCell } from './queries/cost-series.ts';
import { type DailyCost, dailyCosts } from './queries/daily-costs.ts';
import { type DimensionValue, dimensionValues, type ValuesAsk } from './queries/dimension-values.ts';
import {
  type ResourcePlace,
  type ResourceRow,
  type ResourcesAsk,
  resources,
  streamResources,
} from './queries/resources.ts';
import type { ChargeScope } from './queries/statement.ts';
import { type TagKey, type TagKeysAsk, tagKeys } from './queries/tag-keys.ts';
import type { QueryQueue } from './query-queue.ts';

export type {
  ChargePlace,
  ChargeRow,
  ChargeScope,
  ChargesAsk,
  CommitmentUse,
  ConsumedUnit,
  DailyCost,
  DimensionValue,
  ResourcePlace,
  ResourceRow,
  ResourcesAsk,
  SeriesAsk,
  SeriesCell,
  TagKey,
  TagKeysAsk,
  ValuesAsk,
};

interface CostsAsk {
  readonly scope: ChargeScope;
  readonly cost: CostKind;
}

type Stream<A, R> = (ask: A, signal?: AbortSignal) => AsyncGenerator<readonly R[]>;
type Question<A, R> = (ask: A, signal?: AbortSignal) => Promise<readonly R[]>;

/**
 * Every question that is asked of cost and usage facts, one file each in queries/. Another engine than DuckDB
 * answers the same questions behind this interface. Scopes name at least one file; sums are exact.
 */
export interface CostQuestions {
  readonly costSeries: Question<SeriesAsk, SeriesCell>;
  readonly consumedUnits: Question<CostsAsk, ConsumedUnit>;
  readonly dimensionValues: Question<ValuesAsk, DimensionValue>;
  readonly tagKeys: Question<TagKeysAsk, TagKey>;
  readonly resources: Question<ResourcesAsk, ResourceRow>;
  readonly charges: Question<ChargesAsk, ChargeRow>;
  readonly dailyCosts: Question<CostsAsk, DailyCost>;
  readonly commitmentUse: Question<ChargeScope, CommitmentUse>;
  /** Every charge of a scope, in batches, in the order of the files. */
  readonly streamCharges: Stream<ChargeScope, ChargeRow>;
  /** Every resource, in batches, largest cost first. */
  readonly streamResources: Stream<CostsAsk, ResourceRow>;
}

export interface DuckDbQuestionsOptions {
  readonly duckDb: DuckDb;
  readonly queue: QueryQueue;
  /** A line of their own for exports: a slow download keeps its place for as long as it lasts. */
  readonly exportQueue: QueryQueue;
}

/** The questions as DuckDB answers them; a bounded number at a time, each in a session of its own. */
export const duckDbQuestions = ({ duckDb, queue, exportQueue }: DuckDbQuestionsOptions): CostQuestions => {
  const asked =
    <A, R>(
      query: (session: DuckDbSession, ask: A, signal?: AbortSignal) => Promise<readonly R[]>,
    ): Question<A, R> =>
    (ask, signal) =>
      queue.run(() => duckDb.withSession((session) => query(session, ask, signal)), signal);
  const streamed = <A, R>(
    query: (session: DuckDbSession, ask: A, signal?: AbortSignal) => AsyncGenerator<readonly R[]>,
  ): Stream<A, R> =>
    async function* (ask, signal) {
      const leave = await exportQueue.enter(signal);
      try {
        const session = await duckDb.session();
        try {
          yield* query(session, ask, signal);
        } finally {
          session.close();
        }
      } finally {
        leave();
      }
    };
  return {
    costSeries: asked(costSeries),
    consumedUnits: asked(consumedUnits),
    dimensionValues: asked(dimensionValues),
    tagKeys: asked(tagKeys),
    resources: asked(resources),
    charges: asked(charges),
    dailyCosts: asked(dailyCosts),
    commitmentUse: asked(commitmentUse),
    streamCharges: streamed(streamCharges),
    streamResources: streamed(streamResources),
  };
};
