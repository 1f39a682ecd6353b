import { AppError } from '../../shared/errors.ts';
import { demandColumns } from './demand-columns.ts';
import {
  costOfPrice,
  type DemandColumns,
  type DemandSpan,
  type KindField,
  kindFields,
} from './demand-fields.ts';
import type { DuckDbSession } from './duckdb.ts';
import { asParquetError } from './parquet-table.ts';
import type { SourceTable } from './source-table.ts';

/** Charges of one table that agree in all of `kindFields`. */
export type ChargeKindRow = { readonly id: string } & Readonly<
  Record<Exclude<KindField, 'isCommitted' | 'isOutside' | 'price'>, string | null>
> & { readonly isCommitted: boolean; readonly isOutside: boolean; readonly price: KindPrice };

/** A table whose kinds of charges are known. Its temporary table of kinds lives in the session. */
export interface KindTable {
  readonly table: SourceTable;
  readonly columns: DemandColumns;
  /** Name of the temporary table: `id`, `k0` … in the order of `kindFields`, `timed`. */
  readonly kindsTable: string;
  readonly kinds: readonly ChargeKindRow[];
}

export interface DemandReading {
  readonly session: DuckDbSession;
  readonly signal?: AbortSignal | undefined;
}

type KindPrice = keyof typeof costOfPrice | 'none';
const isPrice = (text: string | null): text is keyof typeof costOfPrice =>
  text !== null && Object.hasOwn(costOfPrice, text);

/** Exports have some thousands; more means that a column holds what is different in each row. */
const mostKinds = 300_000;

const toKind = (row: Readonly<Record<string, unknown>>): ChargeKindRow => {
  const entries = kindFields.map((field, index) => {
    const value = row[`k${index}`];
    return [field, value === null || value === undefined ? null : String(value)] as const;
  });
  const texts = Object.fromEntries(entries) as Record<KindField, string | null>;
  return {
    ...texts,
    id: String(row.id),
    isCommitted: texts.isCommitted !== null,
    isOutside: texts.isOutside !== null,
    price: isPrice(texts.price) ? texts.price : 'none',
  };
};

/** Damage of a Parquet file is told as such; anything else as it is. */
export const asTableError = ({ file }: SourceTable, { signal }: DemandReading, error: unknown): unknown => {
  signal?.throwIfAborted();
  return file.kind === 'parquet' ? asParquetError(file, error) : error;
};

/**
 * Finds the kinds of charges in a table.
 *
 * @param index tells the tables of one session apart
 * @throws AppError `invalid_input` when columns are missing; `too_large` when there are too many kinds
 */
export const readKinds = async (
  table: SourceTable,
  index: number,
  reading: DemandReading & { readonly span: DemandSpan },
): Promise<KindTable> => {
  const { session, signal, span } = reading;
  const columns = demandColumns(table, span);
  const kindsTable = `kinds_${index}`;
  const keys = kindFields.map((field, position) => `${columns.kinds[field]} AS k${position}`).join(', ');
  try {
    await session.run(
      `CREATE TEMP TABLE ${kindsTable} AS SELECT row_number() OVER () AS id, *, false AS timed
       FROM (SELECT DISTINCT ${keys} FROM ${table.from})`,
      { signal },
    );
  } catch (error) {
    throw asTableError(table, reading, error);
  }
  const [count] = await session.all(`SELECT count(*) AS n FROM ${kindsTable}`);
  if (Number(count?.n) > mostKinds) {
    throw new AppError('too_large', {
      detail: `${table.file.label}: ${count?.n} kinds of charges; at most ${mostKinds} are read.`,
      fix: 'A column such as SkuMeter or ChargeDescription seems to differ in every row: leave it out, or give fewer rows.',
    });
  }
  const kinds: ChargeKindRow[] = [];
  for await (const rows of session.stream(`SELECT * FROM ${kindsTable}`, { signal }))
    kinds.push(...rows.map(toKind));
  return { table, columns, kindsTable, kinds };
};

/** Marks the kinds that are demand: only these are added up by charge period, the others as a whole. */
export const markTimed = async (
  { kindsTable }: KindTable,
  ids: readonly string[],
  { session, signal }: DemandReading,
): Promise<void> =>
  session.run(
    `UPDATE ${kindsTable} SET timed = true WHERE id IN (SELECT unnest(from_json($1::JSON, '["BIGINT"]')))`,
    { values: [JSON.stringify(ids.map(Number))], signal },
  );
