import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { type ChargeScope, chargesSql, costColumn, createBindings } from './statement.ts';

export interface TagKeysAsk {
  readonly scope: ChargeScope;
  readonly cost: CostKind;
  readonly search: string | undefined;
  readonly limit: number;
}

const rowSchema = z.object({ key: z.string(), cost: z.string(), rows: z.coerce.number() });
export type TagKey = z.infer<typeof rowSchema>;

/**
 * The keys of tags, the one on the most cost first; one more than the limit, where there are more. Charges are
 * grouped by their whole set of keys before the sets are taken apart: there are few different sets.
 */
export const tagKeys = async (
  session: DuckDbSession,
  { scope, cost, search, limit }: TagKeysAsk,
  signal?: AbortSignal,
): Promise<readonly TagKey[]> => {
  const bindings = createBindings();
  const from = chargesSql(scope, bindings, ['Tags is not null']);
  const matching = search ? `where contains(lower(key), lower(${bindings.bind(search)}))` : '';
  const rows = await session.all(
    `with sets as (select map_keys(Tags) as keys, sum(${costColumn[cost]}) as cost, count(*) as rows ${from} group by all),
    single as (select unnest(keys) as key, cost, rows from sets)
    select key, coalesce(sum(cost), 0) as cost, sum(rows) as rows from single ${matching}
    group by key order by abs(coalesce(sum(single.cost), 0)) desc, key limit ${limit + 1}`,
    { values: bindings.values, signal },
  );
  return rows.map((row) => rowSchema.parse(row));
};
