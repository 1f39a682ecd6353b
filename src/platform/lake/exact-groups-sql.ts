import {
  exactAmountSql,
  highPartSql,
  isExactType,
  lowPartSql,
  paddedAmountSql,
  plainAmountSql,
} from './amount-sql.ts';
import type { DuckDbSession } from './duckdb.ts';
import { rowNumber, type SourceColumn, type SourceTable } from './source-table.ts';

/** Which numbers are taken, where not all are. */
export interface AmountRange {
  /** Asked of plain decimals of at most 13 digits before the point and 24 places never: these are always taken. */
  readonly holds: (text: string) => boolean;
  /** What errors add to "expected a decimal number". */
  readonly expected: string;
}

export interface ExactGroupsQuery {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  /** SQL over the table, each a text or NULL: rows are grouped by all of them. */
  readonly keys: readonly string[];
  /** The columns that are summed. */
  readonly amounts: readonly SourceColumn[];
  /** Absent: every decimal number is taken. */
  readonly range?: AmountRange;
  readonly signal?: AbortSignal | undefined;
}

/** SQL for the parts of an amount, in steps so that nothing is worked out twice: plain, padded, first, second. */
interface AmountParts {
  readonly plain: string;
  readonly padded: string;
  readonly first: string;
  readonly second: string;
}

const partsOf = (column: SourceColumn, i: number, fitting: boolean): AmountParts => {
  const none = { padded: 'NULL::VARCHAR', second: 'NULL::HUGEINT' };
  if (!fitting) return { ...none, plain: 'NULL::HUGEINT', first: `p${i}` };
  if (isExactType(column)) return { ...none, plain: exactAmountSql(`v${i}`), first: `p${i}` };
  return {
    plain: plainAmountSql(`t${i}`),
    padded: `CASE WHEN p${i} IS NULL THEN ${paddedAmountSql(`t${i}`)} END`,
    first: `coalesce(p${i}, ${highPartSql(`w${i}`)})`,
    second: lowPartSql(`w${i}`),
  };
};

/**
 * Every row with its keys, its amounts as text (`t`) and, where they fit, as numbers: `d` with the further
 * places in `l`.
 */
export const amountsSql = (
  query: ExactGroupsQuery,
  from: string,
  fitting: boolean,
  numbered = false,
): string => {
  const each = (make: (column: SourceColumn, index: number) => string): string =>
    query.amounts.map(make).join(', ');
  const read = [
    // Numbering needs one thread for the order; left out where it is not asked for.
    ...(numbered ? [`${rowNumber} AS row`] : []),
    ...query.keys.map((key, index) => `${key} AS k${index}`),
    each(({ value, text }, i) => `${value} AS v${i}, ${text} AS t${i}`),
  ].join(', ');
  const parts = (column: SourceColumn, i: number): AmountParts => partsOf(column, i, fitting);
  return [
    `SELECT *, ${each((column, i) => `${parts(column, i).plain} AS p${i}`)}`,
    `SELECT *, ${each((column, i) => `${parts(column, i).padded} AS w${i}`)}`,
    `SELECT *, ${each((column, i) => `${parts(column, i).first} AS d${i}, ${parts(column, i).second} AS l${i}`)}`,
  ].reduce((source, step) => `(${step} FROM ${source})`, `(SELECT ${read} FROM ${from})`);
};
