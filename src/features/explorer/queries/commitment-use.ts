import { z } from 'zod';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import { type ChargeScope, chargesSql, createBindings } from './statement.ts';

const rowSchema = z.object({
  providerName: z.string().nullable(),
  usage: z.string(),
  used: z.string(),
  unused: z.string(),
});
/**
 * Effective costs of usage: all of it, the part that commitments covered, and what was paid for commitments
 * that nothing used. FOCUS 1.0, CommitmentDiscountStatus: rows of Used and Unused are of category Usage.
 */
export type CommitmentUse = z.infer<typeof rowSchema>;

/** How commitments were used, by provider. */
export const commitmentUse = async (
  session: DuckDbSession,
  scope: ChargeScope,
  signal?: AbortSignal,
): Promise<readonly CommitmentUse[]> => {
  const bindings = createBindings();
  const sum = (condition: string): string => `coalesce(sum(EffectiveCost) filter (${condition}), 0)`;
  const rows = await session.all(
    `select ProviderName as "providerName", coalesce(sum(EffectiveCost), 0) as usage,
      ${sum("CommitmentDiscountStatus = 'Used'")} as used, ${sum("CommitmentDiscountStatus = 'Unused'")} as unused
    ${chargesSql(scope, bindings, ["ChargeCategory = 'Usage'"])} group by all order by all`,
    { values: bindings.values, signal },
  );
  return rows.map((row) => rowSchema.parse(row));
};
