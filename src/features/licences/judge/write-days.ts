import { sql } from 'kysely';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { TenantWorkload } from '../../../engines/licences/workloads/workload-usage.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { insertRecords, type RowRecord } from '../insert-records.ts';
import { listSkus, type SkuRow, type SkuSaving, savingsBySku } from '../queries/skus.ts';
import type { WorkloadFigures } from '../queries/usage.ts';
import type { LandedSource } from './landed.ts';
import { reportOf } from './landed.ts';
import type { Owner } from './owner.ts';

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

const isPaidFor = ({ standing }: SkuRow): boolean => standing === 'paid' || standing === 'excluded';

const skuRecord = (sku: SkuRow, savings: readonly SkuSaving[]): RowRecord => {
  const { currency, unitPrice, active, stale, inactive, never, unknown } = sku;
  const isPaid = isPaidFor(sku);
  const cost = isPaid && unitPrice !== null ? new Exact(unitPrice).times(sku.bought).toFixed() : null;
  return {
    sku_id: sku.skuId,
    part_number: sku.partNumber,
    is_paid: isPaid,
    bought: sku.bought,
    assigned: sku.assigned,
    ...{ active, stale, inactive, never, unknown },
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
  readonly catalogue: Pick<Catalogue, 'byPartNumber'>;
}

/**
 * The day's seats, cost and possible savings, in place of what was said of that day before: by the SKUs and findings
 * of now. The caller holds the tenant's findings.
 */
export const writeSkuDay = async (tx: Tx, of: Day): Promise<void> => {
  const { connectionId, organisationId, day, catalogue } = of;
  const skus = await listSkus(tx, { connectionId });
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

/** The day's use of each workload. */
export const workloadRecords = (
  { connectionId, organisationId }: Owner,
  day: string,
  workloads: readonly TenantWorkload[],
  sources: readonly LandedSource[],
): RowRecord[] =>
  workloads.map(({ workload, licensed, active, never, missing, ...rest }) => {
    const figures: WorkloadFigures = { ...rest, missing: missingReason(missing, sources) };
    return {
      organisation_id: organisationId,
      connection_id: connectionId,
      ...{ day, workload, licensed, active, never, figures },
    };
  });

/** Writes it in place of what an earlier sync of that day said. */
export const writeWorkloadDay = async (
  tx: Tx,
  { connectionId, day }: Day,
  rows: readonly RowRecord[],
): Promise<void> => {
  await sql`delete from licence_workload_day where connection_id = ${connectionId} and day = ${day}::date`.execute(
    tx,
  );
  await insertRecords(tx, 'licence_workload_day', workloadColumns, rows);
};
