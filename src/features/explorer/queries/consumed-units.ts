import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { type ChargeScope, chargesSql, costColumn, createBindings } from './statement.ts';

const rowSchema = z.object({ unit: z.string(), cost: z.string() });
export type ConsumedUnit = z.infer<typeof rowSchema>;

/** The consumed units of charges with a quantity, the one with the largest cost first; at most a hundred. */
export const consumedUnits = async (
  session: DuckDbSession,
  { scope, cost }: { readonly scope: ChargeScope; readonly cost: CostKind },
  signal?: AbortSignal,
): Promise<readonly ConsumedUnit[]> => {
  const bindings = createBindings();
  const from = chargesSql(scope, bindings, ['ConsumedQuantity is not null', 'ConsumedUnit is not null']);
  const rows = await session.all(
    `select ConsumedUnit as unit, coalesce(sum(${costColumn[cost]}), 0) as cost ${from}
    group by ConsumedUnit order by abs(coalesce(sum(${costColumn[cost]}), 0)) desc, unit limit 100`,
    { values: bindings.values, signal },
  );
  return rows.map((row) => rowSchema.parse(row));
};
