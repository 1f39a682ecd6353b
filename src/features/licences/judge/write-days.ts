import { sql } from 'kysely';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { SkuDescription } from '../../../engines/licences/summary/describe-skus.ts';
import type { TenantWorkload } from '../../../engines/licences/workloads/workload-usage.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { insertRecords, type RowRecord } from '../insert-records.ts';
import { type SkuSaving, savingsBySku } from '../queries/skus.ts';
import type { WorkloadFigures } from '../queries/usage.ts';
import type { LandedSource } from './landed.ts';
import { reportOf } from './landed.ts';
import type { Owner } from './write-users.ts';

const skuColumns = {
  organisation_id: 'uuid',
  connection_id: 'uuid',
  day: 'date',
  sku_id: 'text',
  part_number: 'text',
  is_paid: 'boolean',
  bought: 'integer',
  assigned: 'integer',
  active: 'integer',
  stale: 'integer',
  inactive: 'integer',
  never: 'integer',
  unknown: 'integer',
  monthly_cost: 'numeric',
  currency: 'text',
  savings: 'jsonb',
  findings: 'integer',
};

/** Sums in one currency by kind of money; what has no price or another currency has no place in this row. */
const savingsIn = (savings: readonly SkuSaving[], currency: string | null): Record<string, string> => {
  const sums: Record<string, string> = {};
  for (const { kind, amount, currency: own } of savings) {
    if (amount !== null && own === currency) sums[kind] = formatDecimal(amount, 2);
  }
  return sums;
};

const isPaidFor = ({ standing }: SkuDescription): boolean => standing === 'paid' || standing === 'excluded';

const skuRecord = (sku: SkuDescription, savings: readonly SkuSaving[]): RowRecord => {
  const currency = sku.price?.currency ?? null;
  const isPaid = isPaidFor(sku);
  const cost = isPaid && sku.price ? new Exact(sku.price.amount).times(sku.bought).toFixed() : null;
  return {
    sku_id: sku.skuId,
    part_number: sku.partNumber,
    is_paid: isPaid,
    bought: sku.bought,
    assigned: sku.assigned,
    ...sku.holders,
    monthly_cost: cost,
    currency,
    savings: savingsIn(savings, currency),
    findings: savings.reduce((sum, { findings }) => sum + findings, 0),
  };
};

/** A SKU that only a finding names: the bundle that would be cheaper. It has no seats, but what it would save. */
const bundleRecord = (skuId: string, partNumber: string, savings: readonly SkuSaving[]): RowRecord => {
  const currency = savings.find((saving) => saving.currency !== null)?.currency ?? null;
  return {
    sku_id: skuId,
    part_number: partNumber,
    is_paid: true,
    ...{ bought: 0, assigned: 0, active: 0, stale: 0, inactive: 0, never: 0, unknown: 0 },
    monthly_cost: null,
    currency,
    savings: savingsIn(savings, currency),
    findings: savings.reduce((sum, { findings }) => sum + findings, 0),
  };
};

interface Day extends Owner {
  readonly day: string;
  readonly catalogue: Catalogue;
}

/** The day's seats, cost and possible savings, in place of what an earlier sync of that day said. */
export const writeSkuDay = async (tx: Tx, of: Day, skus: readonly SkuDescription[]): Promise<void> => {
  const { connectionId, organisationId, day, catalogue } = of;
  const savings = Map.groupBy(await savingsBySku(tx, { connectionId }), ({ partNumber }) =>
    partNumber.toUpperCase(),
  );
  const own = new Set(skus.map(({ partNumber }) => partNumber.toUpperCase()));
  const bundles = [...savings].flatMap(([key, of]) => {
    const partNumber = of[0]?.partNumber ?? key;
    if (own.has(key)) return [];
    return [bundleRecord(catalogue.byPartNumber(partNumber)?.id ?? partNumber, partNumber, of)];
  });
  const records = skus.map((sku) => skuRecord(sku, savings.get(sku.partNumber.toUpperCase()) ?? []));
  await sql`delete from licence_sku_day where connection_id = ${connectionId} and day = ${day}::date`.execute(
    tx,
  );
  await insertRecords(
    tx,
    'licence_sku_day',
    skuColumns,
    [...records, ...bundles].map((record) => ({
      organisation_id: organisationId,
      connection_id: connectionId,
      day,
      ...record,
    })),
  );
};

const workloadColumns = {
  organisation_id: 'uuid',
  connection_id: 'uuid',
  day: 'date',
  workload: 'text',
  licensed: 'integer',
  active: 'integer',
  never: 'integer',
  figures: 'jsonb',
};

/** Why a report is not there, as the sync noted it. */
const missingReason = (report: string | null, sources: readonly LandedSource[]): string | null =>
  report && (sources.find((source) => reportOf(source) === report)?.reason?.code ?? 'not-read').slice(0, 200);

/** The day's use of each workload, in place of what an earlier sync of that day said. */
export const writeWorkloadDay = async (
  tx: Tx,
  { connectionId, organisationId, day }: Day,
  workloads: readonly TenantWorkload[],
  sources: readonly LandedSource[],
): Promise<void> => {
  await sql`delete from licence_workload_day where connection_id = ${connectionId} and day = ${day}::date`.execute(
    tx,
  );
  const rows = workloads.map(({ workload, licensed, active, never, missing, ...rest }) => {
    const figures: WorkloadFigures = { ...rest, missing: missingReason(missing, sources) };
    return {
      organisation_id: organisationId,
      connection_id: connectionId,
      day,
      workload,
      licensed,
      active,
      never,
      figures,
    };
  });
  await insertRecords(tx, 'licence_workload_day', workloadColumns, rows);
};
