import type { InputOf, ResponseOf } from '../../shared/endpoint.ts';
import type { listDimensionValues, listTagKeys } from '../../shared/explorer/contract.ts';
import { formatDecimal } from '../../shared/money.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { scopeOf, spanOf } from './scope.ts';

/** The values of a dimension that a filter can choose from. */
export const answerValues = async (
  questions: Pick<CostQuestions, 'dimensionValues'>,
  live: LiveFiles,
  query: InputOf<typeof listDimensionValues>['query'],
  signal?: AbortSignal,
): Promise<ResponseOf<typeof listDimensionValues>> => {
  const { scope, source } = scopeOf(live, query, [spanOf(query)]);
  const { dimension, cost, search, limit } = query;
  const rows = scope
    ? await questions.dimensionValues({ scope, dimension, cost, search, limit }, signal)
    : [];
  const items = rows.slice(0, limit).map((row) => ({ ...row, cost: formatDecimal(row.cost) }));
  return { ...source, items, more: rows.length > limit };
};

/** The keys of tags that charges of a period carry. */
export const answerTagKeys = async (
  questions: Pick<CostQuestions, 'tagKeys'>,
  live: LiveFiles,
  query: InputOf<typeof listTagKeys>['query'],
  signal?: AbortSignal,
): Promise<ResponseOf<typeof listTagKeys>> => {
  const { scope, source } = scopeOf(live, query, [spanOf(query)]);
  const { cost, search, limit } = query;
  const rows = scope ? await questions.tagKeys({ scope, cost, search, limit }, signal) : [];
  const items = rows.slice(0, limit).map((row) => ({ ...row, cost: formatDecimal(row.cost) }));
  return { ...source, items, more: rows.length > limit };
};
