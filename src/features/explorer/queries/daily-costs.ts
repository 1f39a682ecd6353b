import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { type ChargeScope, chargesSql, costColumn, createBindings } from './statement.ts';

const rowSchema = z.object({
  dayMs: z.coerce.number(),
  providerName: z.string().nullable(),
  isUsage: z.boolean(),
  cost: z.string(),
  rows: z.coerce.number(),
});
/** The cost of a provider on a day (UTC); usage apart from purchases, tax, credits and adjustments. */
export type DailyCost = z.infer<typeof rowSchema>;

/** Costs by day and provider, in the order of days. */
export const dailyCosts = async (
  session: DuckDbSession,
  { scope, cost }: { readonly scope: ChargeScope; readonly cost: CostKind },
  signal?: AbortSignal,
): Promise<readonly DailyCost[]> => {
  const bindings = createBindings();
  const rows = await session.all(
    `select epoch_ms(ChargePeriodStart::date::timestamp) as "dayMs", ProviderName as "providerName",
      coalesce(ChargeCategory = 'Usage', false) as "isUsage", coalesce(sum(${costColumn[cost]}), 0) as cost, count(*) as rows
    ${chargesSql(scope, bindings)} group by all order by all`,
    { values: bindings.values, signal },
  );
  return rows.map((row) => rowSchema.parse(row));
};
