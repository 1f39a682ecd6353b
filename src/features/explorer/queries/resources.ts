import { z } from 'zod';
import { costScale } from '../../../engines/focus/mapping/lake-schema.ts';
import type { DuckDbSession } from '../../../platform/lake/duckdb.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { type Bindings, type ChargeScope, chargesSql, costColumn, createBindings } from './statement.ts';

/** The last resource of a page: the next one begins after it. */
export interface ResourcePlace {
  readonly total: string;
  readonly providerName: string | null;
  readonly resourceId: string | null;
}

export interface ResourcesAsk {
  readonly scope: ChargeScope;
  readonly cost: CostKind;
  readonly after: ResourcePlace | undefined;
  /** Absent: all of them. */
  readonly limit: number | undefined;
}

const text = z.string().nullable();
const rowSchema = z.object({
  providerName: text,
  resourceId: text,
  resourceName: text,
  resourceType: text,
  serviceName: text,
  subAccountId: text,
  subAccountName: text,
  regionId: text,
  total: z.string(),
  firstChargeMs: z.coerce.number(),
  lastChargeMs: z.coerce.number(),
  rows: z.coerce.number(),
});
export type ResourceRow = z.infer<typeof rowSchema>;

const afterSql = (after: ResourcePlace, bindings: Bindings): string => {
  const total = `${bindings.bind(after.total)}::decimal(38, ${costScale})`;
  const place = `(${bindings.bind(after.providerName ?? '')}, ${bindings.bind(after.resourceId ?? '')})`;
  return `where total < ${total} or (total = ${total} and (coalesce(ProviderName, ''), coalesce(ResourceId, '')) > ${place})`;
};

/**
 * The page is found by the two columns that decide it; names and places are read for its rows only, as they
 * stood on the latest charge, the service that of the largest charge.
 */
const statement = ({ scope, cost, after, limit }: ResourcesAsk, bindings: Bindings): string => {
  const from = chargesSql(scope, bindings);
  const latest = (column: string): string => `arg_max(c.${column}, c.ChargePeriodStart)`;
  return `with totals as (select ProviderName, ResourceId, coalesce(sum(${costColumn[cost]}), 0) as total ${from} group by all),
    page as materialized (select * from totals ${after ? afterSql(after, bindings) : ''}
      ${limit === undefined ? '' : `order by total desc, coalesce(ProviderName, ''), coalesce(ResourceId, '') limit ${limit}`}),
    charge as (select * ${from})
    select p.ProviderName as "providerName", p.ResourceId as "resourceId", ${latest('ResourceName')} as "resourceName",
      ${latest('ResourceType')} as "resourceType", arg_max(c.ServiceName, c.${costColumn[cost]}) as "serviceName",
      ${latest('SubAccountId')} as "subAccountId", ${latest('SubAccountName')} as "subAccountName",
      ${latest('RegionId')} as "regionId", p.total::varchar as total, epoch_ms(min(c.ChargePeriodStart)) as "firstChargeMs",
      epoch_ms(max(c.ChargePeriodEnd)) as "lastChargeMs", count(*) as rows
    from page p join charge c on p.ProviderName is not distinct from c.ProviderName
      and p.ResourceId is not distinct from c.ResourceId
    group by p.ProviderName, p.ResourceId, p.total
    order by p.total desc, coalesce(p.ProviderName, ''), coalesce(p.ResourceId, '')`;
};

/** Resources by cost, largest first. */
export const resources = async (
  session: DuckDbSession,
  ask: ResourcesAsk,
  signal?: AbortSignal,
): Promise<readonly ResourceRow[]> => {
  const bindings = createBindings();
  const rows = await session.all(statement(ask, bindings), { values: bindings.values, signal });
  return rows.map((row) => rowSchema.parse(row));
};

/** All resources, largest first, in batches. */
export async function* streamResources(
  session: DuckDbSession,
  { scope, cost }: Pick<ResourcesAsk, 'scope' | 'cost'>,
  signal?: AbortSignal,
): AsyncGenerator<readonly ResourceRow[]> {
  const bindings = createBindings();
  const sql = statement({ scope, cost, after: undefined, limit: undefined }, bindings);
  for await (const batch of session.stream(sql, { values: bindings.values, signal })) {
    yield batch.map((row) => rowSchema.parse(row));
  }
}
