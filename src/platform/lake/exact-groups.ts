import { AppError } from '../../shared/errors.ts';
import { createExactSum, type ExactSum } from '../../shared/exact-sum.ts';
import { amountSql, noAmountSql } from './amount-sql.ts';
import { errorAt } from './csv-verify.ts';
import type { DuckDbRow, DuckDbSession } from './duckdb.ts';
import { parquetError } from './parquet-table.ts';
import { rowNumber, type SourceColumn, type SourceTable } from './source-table.ts';

export interface ExactGroupsQuery {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  /** SQL over the table, each a text or NULL: rows are grouped by all of them. */
  readonly keys: readonly string[];
  /** The columns that are summed. */
  readonly amounts: readonly SourceColumn[];
  readonly signal?: AbortSignal | undefined;
}

export interface ExactGroup {
  readonly keys: readonly (string | null)[];
  readonly rows: number;
  /** One per amount column. */
  readonly sums: readonly ExactSum[];
  /** Rows without a value, one per amount column. */
  readonly missing: readonly number[];
}

type Groups = Map<string, ExactGroup>;

const asText = (row: DuckDbRow, name: string): string | null => {
  const value = row[name];
  return value === null || value === undefined ? null : String(value);
};

const keysOf = (row: DuckDbRow, query: ExactGroupsQuery): readonly (string | null)[] =>
  query.keys.map((_, index) => asText(row, `k${index}`));

/** Every row with its keys, its amounts as text (`t`) and, where it fits, as a decimal (`d`). */
const amountsSql = (query: ExactGroupsQuery, from: string, fitting: boolean, numbered = false): string => {
  const values = query.amounts.map((_, index) => `v${index}`);
  const read = [
    // Numbering needs one thread for the order; left out where it is not asked for.
    ...(numbered ? [`${rowNumber} AS row`] : []),
    ...query.keys.map((key, index) => `${key} AS k${index}`),
    ...query.amounts.flatMap(({ value, text }, index) => [`${value} AS v${index}`, `${text} AS t${index}`]),
  ];
  const decimals = query.amounts.map(
    (column, index) => `${fitting ? amountSql(column, `v${index}`, `t${index}`) : noAmountSql} AS d${index}`,
  );
  return `(SELECT * EXCLUDE (${values.join(', ')}), ${decimals.join(', ')} FROM (SELECT ${read.join(', ')} FROM ${from}))`;
};

/** The sums of what fits, and how many values did not. */
const sumFitting = async (
  query: ExactGroupsQuery,
  from: string,
  fitting: boolean,
): Promise<{ readonly groups: Groups; readonly unfit: number; readonly rows: number }> => {
  const each = (make: (index: number) => string): string =>
    query.amounts.map((_, index) => make(index)).join(', ');
  const keys = query.keys.map((_, index) => `k${index}`).join(', ');
  const rows = await query.session.all(
    `SELECT ${keys}, count(*) AS n, ${each((i) => `sum(d${i}) AS s${i}, count(t${i}) AS present${i}, count(d${i}) AS fit${i}`)}
     FROM ${amountsSql(query, from, fitting)} GROUP BY ALL`,
    { signal: query.signal },
  );
  const groups: Groups = new Map();
  let unfit = 0;
  let total = 0;
  for (const row of rows) {
    const own = keysOf(row, query);
    const count = Number(row.n);
    total += count;
    const sums = query.amounts.map((_, index) => {
      const sum = createExactSum();
      sum.add(asText(row, `s${index}`) ?? '0');
      return sum;
    });
    const missing = query.amounts.map((_, index) => count - Number(row[`present${index}`]));
    for (const index of query.amounts.keys())
      unfit += Number(row[`present${index}`]) - Number(row[`fit${index}`]);
    groups.set(JSON.stringify(own), { keys: own, rows: count, sums, missing });
  }
  return { groups, unfit, rows: total };
};

/** Adds the values that did not fit, in the order of the file, so that the first unreadable one is named. */
const addUnfit = async (
  query: ExactGroupsQuery,
  from: string,
  fitting: boolean,
  groups: Groups,
): Promise<void> => {
  const isUnfit = (index: number): string => `t${index} IS NOT NULL AND d${index} IS NULL`;
  const texts = query.amounts.map(
    (_, index) => `CASE WHEN ${isUnfit(index)} THEN t${index} END AS t${index}`,
  );
  const keys = query.keys.map((_, index) => `k${index}`);
  const wanted = query.amounts.map((_, index) => `(${isUnfit(index)})`).join(' OR ');
  const batches = query.session.stream(
    `SELECT row, ${[...keys, ...texts].join(', ')} FROM ${amountsSql(query, from, fitting, true)} WHERE ${wanted}`,
    { signal: query.signal },
  );
  for await (const batch of batches) {
    for (const row of batch) {
      const group = groups.get(JSON.stringify(keysOf(row, query)));
      for (const [index, column] of query.amounts.entries()) {
        const text = asText(row, `t${index}`);
        if (text === null || group?.sums[index]?.add(text) === true) continue;
        throw unreadable(query.table, Number(row.row), column, text);
      }
    }
  }
};

const unreadable = (table: SourceTable, row: number, column: SourceColumn, text: string): AppError =>
  errorAt(
    table.file,
    { row, column: column.name },
    `found ${JSON.stringify(text.slice(0, 100))}; expected a decimal number such as 63.33`,
    'Correct the value, or export the file again.',
  );

const isOverflow = (error: unknown): boolean =>
  error instanceof Error && /Out of Range Error|Overflow/.test(error.message);

const attempt = async (query: ExactGroupsQuery, from: string): Promise<readonly ExactGroup[] | undefined> => {
  const fitting = await sumFitting(query, from, true)
    .then((summed) => ({ ...summed, fits: true }))
    .catch(async (error: unknown) => {
      if (!isOverflow(error)) throw error;
      return { ...(await sumFitting(query, from, false)), fits: false };
    });
  if (fitting.rows !== query.table.rows) return undefined;
  if (fitting.unfit > 0) await addUnfit(query, from, fitting.fits, fitting.groups);
  return [...fitting.groups.values()];
};

/**
 * Sums columns by groups, exactly, whatever the number of digits and places.
 *
 * The rows are counted against `table.rows`, which another reader found: where several threads split a file
 * differently it is read again by one.
 *
 * @throws AppError `invalid_input` naming file, row, column and value for the first amount that is no number,
 * and for a Parquet file whose pages are damaged
 */
export const sumExactly = async (query: ExactGroupsQuery): Promise<readonly ExactGroup[]> => {
  const { table, signal } = query;
  const failed = (error: unknown): unknown => {
    signal?.throwIfAborted();
    if (error instanceof AppError) return error;
    return table.file.kind === 'parquet' ? parquetError(table.file, error) : error;
  };
  try {
    const groups = await attempt(query, table.from).catch((error: unknown) => {
      if (error instanceof AppError || signal?.aborted === true || table.from === table.serialFrom)
        throw error;
      return undefined;
    });
    const counted = groups ?? (await attempt(query, table.serialFrom));
    if (counted !== undefined) return counted;
  } catch (error) {
    throw failed(error);
  }
  throw new AppError('internal', {
    detail: `${table.file.label}: Two readers found different numbers of rows; nothing was summed.`,
    fix: 'Please report this with the file, or a part of it that shows the fault.',
  });
};
