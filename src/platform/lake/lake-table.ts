import type { DemandReading } from './demand-kinds.ts';
import type { SourceColumn, SourceTable } from './source-table.ts';
import { quoteName, quotePath, quoteText } from './sql-text.ts';

/** Live files of an organisation's lake, as its manifest names them. */
export interface LiveLake {
  /** What errors call it. */
  readonly label: string;
  /** Absolute; at least one. */
  readonly paths: readonly string[];
  /** Of all files, by the manifest. */
  readonly rows: number;
}

/** Columns beside FOCUS that questions about commitments read; the lake keeps what a source had in `x_extra`. */
const extraNames = [
  'x_UsageType',
  'x_SkuMeterName',
  'x_SkuMeterCategory',
  'x_SkuDetails',
  'x_SkuRegion',
  'AdditionalInfo',
] as const;

/** Azure writes the first letter large or small, by the kind of contract. */
const spellings = (name: string): readonly string[] => [
  name,
  `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`,
];

const extraColumn = (name: string): SourceColumn => {
  const values = [...new Set(spellings(name))].map((spelling) => `x_extra[${quoteText(spelling)}]`);
  const value = values.length === 1 ? (values[0] ?? '') : `coalesce(${values.join(', ')})`;
  return { name, value, text: `nullif(${value}, '')`, parquetType: 'VARCHAR' };
};

/** The lake as one table, for the same questions that exports are asked. */
export const openLakeTable = async (
  { label, paths, rows }: LiveLake,
  { session, signal }: DemandReading,
): Promise<SourceTable> => {
  const from = `read_parquet([${paths.map(quotePath).join(', ')}], hive_partitioning = false)`;
  const described = await session.all(`DESCRIBE SELECT * FROM ${from}`, { signal });
  const columns = described.map((row): SourceColumn => {
    const name = String(row.column_name);
    const value = quoteName(name);
    return { name, value, text: `nullif(${value}::varchar, '')`, parquetType: String(row.column_type) };
  });
  return {
    file: { label, path: paths[0] ?? '', kind: 'parquet', sizeBytes: 0 },
    from,
    serialFrom: from,
    columns: [...columns, ...extraNames.map(extraColumn)],
    rows,
  };
};
