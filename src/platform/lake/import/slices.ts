import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import type { DuckDbRow, DuckDbSession } from '../duckdb.ts';
import { quoteText } from '../sql-text.ts';
import { hashFile } from './lake-files.ts';
import type { CurrencyTotals, LakeFile, LakeSlice } from './manifest.ts';
import { lakeRelation, parquetOptions } from './sorted-runs.ts';

const costs = {
  billedCost: 'BilledCost',
  effectiveCost: 'EffectiveCost',
  listCost: 'ListCost',
  contractedCost: 'ContractedCost',
} as const;
type CostKey = keyof typeof costs;
const costKeys = Object.keys(costs) as readonly CostKey[];

/** `2026-01-31 00:00:00` as `2026-01-31T00:00:00Z`. */
const toInstant = (text: unknown): string => `${String(text).replace(' ', 'T')}Z`;

/**
 * Whole and fractional parts apart: a sum of DECIMAL(38, 24) would overflow at 14 digits, this at none that
 * occur.
 */
const sums = costKeys
  .map((key) => {
    const column = costs[key];
    return `sum(trunc(${column}))::VARCHAR AS ${key}_whole, sum(${column} - trunc(${column}))::VARCHAR AS ${key}_rest`;
  })
  .join(', ');

const slicesSql = (relation: string): string => `
  SELECT ProviderName AS provider, BillingAccountId AS account, BillingPeriodStart AS period_start,
         BillingCurrency AS currency, count(*) AS row_count, max(BillingPeriodEnd) AS period_end,
         min(ChargePeriodStart) AS first_start, max(ChargePeriodStart) AS last_start,
         max(ChargePeriodEnd) AS last_end, ${sums}
  FROM ${relation} GROUP BY ALL ORDER BY ALL`;

const totalsOf = (row: DuckDbRow): CurrencyTotals => {
  const sum = (key: CostKey): string =>
    formatDecimal(new Exact(String(row[`${key}_whole`] ?? '0')).plus(String(row[`${key}_rest`] ?? '0')));
  return {
    currency: String(row.currency),
    rows: Number(row.row_count),
    billedCost: sum('billedCost'),
    effectiveCost: sum('effectiveCost'),
    listCost: sum('listCost'),
    contractedCost: sum('contractedCost'),
  };
};

const keyOf = (row: DuckDbRow): string => JSON.stringify([row.provider, row.account, row.period_start]);

const latest = (rows: readonly DuckDbRow[], name: string): string =>
  rows.map((row) => String(row[name])).reduce((a, b) => (a > b ? a : b));
const earliest = (rows: readonly DuckDbRow[], name: string): string =>
  rows.map((row) => String(row[name])).reduce((a, b) => (a < b ? a : b));

const sliceCondition = (row: DuckDbRow): string =>
  `ProviderName = ${quoteText(String(row.provider))} AND BillingAccountId = ${quoteText(String(row.account))} ` +
  `AND BillingPeriodStart = TIMESTAMP ${quoteText(String(row.period_start))}`;

export interface SliceOptions {
  readonly session: DuckDbSession;
  /** The sorted rows of the import. */
  readonly stagedPaths: readonly string[];
  readonly resultFolder: string;
  /** Where the files will be, relative to the organisation's folder. */
  readonly publishedFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

const describeFile = async (
  options: SliceOptions,
  name: string,
  rows: readonly DuckDbRow[],
): Promise<LakeFile> => {
  const path = join(options.resultFolder, name);
  return {
    path: `${options.publishedFolder}/${name}`,
    rows: rows.reduce((sum, row) => sum + Number(row.row_count), 0),
    bytes: (await stat(path)).size,
    sha256: await hashFile(path, { signal: options.signal }),
    minChargePeriodStart: toInstant(earliest(rows, 'first_start')),
    maxChargePeriodStart: toInstant(latest(rows, 'last_start')),
    maxChargePeriodEnd: toInstant(latest(rows, 'last_end')),
  };
};

const nameOf = (slice: number, part: number): string =>
  `slice-${String(slice + 1).padStart(5, '0')}-${String(part + 1).padStart(3, '0')}.parquet`;

const groupsOf = (
  paths: readonly string[],
  { session, signal }: SliceOptions,
): Promise<readonly DuckDbRow[]> => session.all(slicesSql(lakeRelation(paths)), { signal });

/** The staged files of a lone slice are its files as they are. */
const moveSlice = async (options: SliceOptions, rows: readonly DuckDbRow[]): Promise<readonly LakeFile[]> => {
  const files: LakeFile[] = [];
  for (const [part, staged] of options.stagedPaths.entries()) {
    const own = options.stagedPaths.length === 1 ? rows : await groupsOf([staged], options);
    const name = nameOf(0, part);
    await rename(staged, join(options.resultFolder, name));
    files.push(await describeFile(options, name, own));
  }
  return files;
};

/** Staged rows are sorted by slice, so that only the row groups of this one are read. */
const cutSlice = async (
  options: SliceOptions,
  index: number,
  rows: readonly DuckDbRow[],
): Promise<readonly LakeFile[]> => {
  const [first] = rows;
  if (first === undefined) return [];
  const name = nameOf(index, 0);
  const path = join(options.resultFolder, name);
  const select = `SELECT * FROM ${lakeRelation(options.stagedPaths)} WHERE ${sliceCondition(first)}`;
  await options.session.run(`COPY (${select}) TO ${quoteText(path)} (${parquetOptions})`, {
    signal: options.signal,
  });
  return [await describeFile(options, name, rows)];
};

/**
 * Divides staged rows into slices (provider, billing account, billing period), one or more files each, with their exact
 * totals by currency. Order: provider, billing account, billing period.
 */
export const writeSlices = async (options: SliceOptions): Promise<readonly LakeSlice[]> => {
  const rows = await groupsOf(options.stagedPaths, options);
  const groups = [...Map.groupBy(rows, keyOf).values()];
  const slices: LakeSlice[] = [];
  for (const [index, group] of groups.entries()) {
    const [first] = group;
    if (first === undefined) continue;
    const lone = groups.length === 1;
    const files = lone ? await moveSlice(options, group) : await cutSlice(options, index, group);
    slices.push({
      provider: String(first.provider),
      billingAccountId: String(first.account),
      billingPeriodStart: toInstant(first.period_start),
      billingPeriodEnd: toInstant(latest(group, 'period_end')),
      rows: group.reduce((sum, row) => sum + Number(row.row_count), 0),
      totals: group.map(totalsOf),
      files,
    });
    options.onProgress?.((index + 1) / groups.length);
  }
  return slices;
};
