import { AppError } from '../../shared/errors.ts';
import { createExactSum, type ExactSum } from '../../shared/exact-sum.ts';
import { isExactType, places } from './amount-sql.ts';
import type { DuckDbRow } from './duckdb.ts';
import { amountsSql, type ExactGroupsQuery } from './exact-groups-sql.ts';
import { asParquetError } from './parquet-table.ts';
import { errorAt } from './source-error.ts';
import type { SourceColumn } from './source-table.ts';

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

/** The sum of a column in a group, from what the query answers. */
const toSum = (row: DuckDbRow, column: SourceColumn, index: number): ExactSum => {
  const sum = createExactSum();
  const exponent = isExactType(column) ? 0 : -places;
  sum.add(`${asText(row, `s${index}`) ?? '0'}e${exponent}`);
  sum.add(`${asText(row, `l${index}`) ?? '0'}e${-2 * places}`);
  return sum;
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
    `SELECT ${keys}, count(*) AS n, ${each((i) => `sum(d${i}) AS s${i}, sum(l${i}) AS l${i}, count(t${i}) AS present${i}, count(d${i}) AS fit${i}`)}
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
    const sums = query.amounts.map((column, index) => toSum(row, column, index));
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
        if (text === null) continue;
        if (query.range?.holds(text) !== false && group?.sums[index]?.add(text) === true) continue;
        throw unreadable(query, Number(row.row), column, text);
      }
    }
  }
};

const unreadable = (
  { table, range }: ExactGroupsQuery,
  row: number,
  column: SourceColumn,
  text: string,
): AppError =>
  errorAt(
    table.file,
    { row, column: column.name },
    `found ${JSON.stringify(text.slice(0, 100))}; expected a decimal number such as 63.33${range === undefined ? '' : `, ${range.expected}`}`,
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
    return table.file.kind === 'parquet' ? asParquetError(table.file, error) : error;
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
