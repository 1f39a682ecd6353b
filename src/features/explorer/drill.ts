import type { InputOf, ResponseOf } from '../../shared/endpoint.ts';
import type { listCharges, listResources } from '../../shared/explorer/contract.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { readChargePlace, readResourcePlace, writeChargePlace, writeResourcePlace } from './place.ts';
import { presentCharge, presentResource } from './present.ts';
import { scopeOf, spanOf } from './scope.ts';

/** A page of resources, largest cost first. */
export const answerResources = async (
  questions: Pick<CostQuestions, 'resources'>,
  live: LiveFiles,
  query: InputOf<typeof listResources>['query'],
  signal?: AbortSignal,
): Promise<ResponseOf<typeof listResources>> => {
  const { scope, source } = scopeOf(live, query, [spanOf(query)]);
  const { rowsScanned: _, ...paged } = source;
  const { cost, limit } = query;
  const after = readResourcePlace(query.cursor);
  const rows = scope ? await questions.resources({ scope, cost, after, limit: limit + 1 }, signal) : [];
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    ...paged,
    items: rows.slice(0, limit).map(presentResource),
    nextCursor: last ? writeResourcePlace(last) : null,
  };
};

/** A page of single charge lines, newest first. */
export const answerCharges = async (
  questions: Pick<CostQuestions, 'charges'>,
  live: LiveFiles,
  query: InputOf<typeof listCharges>['query'],
  signal?: AbortSignal,
): Promise<ResponseOf<typeof listCharges>> => {
  const { scope, source } = scopeOf(live, query, [spanOf(query)]);
  const { rowsScanned: _, ...paged } = source;
  const { limit } = query;
  const after = readChargePlace(query.cursor, live.generation);
  const rows = scope ? await questions.charges({ scope, after, limit: limit + 1 }, signal) : [];
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    ...paged,
    items: rows.slice(0, limit).map(presentCharge),
    nextCursor: last
      ? writeChargePlace(live.generation, { startMs: last.ChargePeriodStart, file: last.file, row: last.row })
      : null,
  };
};
