import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { Dimension } from '../../../shared/explorer/dimensions.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { type ChargeScope, chargesSql, costColumn, createBindings, dimensionSql } from './statement.ts';

export interface ValuesAsk {
  readonly scope: ChargeScope;
  readonly dimension: Dimension;
  readonly cost: CostKind;
  /** A part of the value, without regard to case. */
  readonly search: string | undefined;
  readonly limit: number;
}

const rowSchema = z.object({ value: z.string().nullable(), cost: z.string() });
export type DimensionValue = z.infer<typeof rowSchema>;

/** The values of a dimension, largest cost first; one more than the limit, where there are more. */
export const dimensionValues = async (
  session: DuckDbSession,
  { scope, dimension, cost, search, limit }: ValuesAsk,
  signal?: AbortSignal,
): Promise<readonly DimensionValue[]> => {
  const bindings = createBindings();
  const wanted = search ? [{ dimension, op: 'contains' as const, values: [search] }] : [];
  const from = chargesSql({ ...scope, filters: [...scope.filters, ...wanted] }, bindings);
  const rows = await session.all(
    `select ${dimensionSql(dimension, bindings)} as value, coalesce(sum(${costColumn[cost]}), 0) as cost ${from}
    group by all order by abs(cost) desc, value nulls last limit ${limit + 1}`,
    { values: bindings.values, signal },
  );
  return rows.map((row) => rowSchema.parse(row));
};
