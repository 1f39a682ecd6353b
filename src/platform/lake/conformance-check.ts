import type { DuckDbRow, DuckDbSession } from './duckdb.ts';
import { rowNumber } from './source-table.ts';

/** A condition on each row; see the rules of `src/engines/focus/conformance.ts`. */
interface RowCheck {
  readonly id: string;
  /** SQL, true for a row that fails. */
  readonly fails: string;
  /** SQL for the value to show. */
  readonly shows: string;
}

/** A condition on groups of rows. */
interface GroupCheck extends RowCheck {
  readonly groupBy: readonly string[];
  /** SQL for the rows that take part. */
  readonly where: string;
}

export interface ConformanceCheckInput {
  readonly session: DuckDbSession;
  /** What stands after FROM: the typed columns that the checks name. */
  readonly from: string;
  /** SQL for a row's number; the position in the relation when absent. */
  readonly row?: string;
  readonly rowChecks: readonly RowCheck[];
  readonly groupChecks: readonly GroupCheck[];
  readonly signal?: AbortSignal | undefined;
}

/** A rule that was broken. */
export interface ConformanceFailure {
  readonly rule: string;
  readonly failingRows: number;
  /** The first row that breaks it. */
  readonly exampleRow: number;
  readonly exampleValue: string | null;
}

const longestExample = 200;

const failureOf = (rule: string, failingRows: number, row: unknown, value: unknown): ConformanceFailure => ({
  rule,
  failingRows,
  exampleRow: Number(row),
  exampleValue: value === null || value === undefined ? null : String(value).slice(0, longestExample),
});

const numbered = (input: ConformanceCheckInput): string =>
  `(SELECT *, ${input.row ?? rowNumber} AS "check row" FROM ${input.from})`;

/** How many rows fail each check: one pass over the relation, by all threads. */
const countFailing = async (input: ConformanceCheckInput): Promise<readonly number[]> => {
  if (input.rowChecks.length === 0) return [];
  const counts = input.rowChecks.map(({ fails }, index) => `count_if(${fails}) AS n${index}`);
  const [row] = await input.session.all(`SELECT ${counts.join(', ')} FROM ${input.from}`, {
    signal: input.signal,
  });
  return input.rowChecks.map((_, index) => Number(row?.[`n${index}`] ?? 0));
};

/**
 * The first failing row of a check. A query each, because each stops at its first row: one query for all would
 * number and keep every row of the relation.
 */
const findExample = async (input: ConformanceCheckInput, check: RowCheck): Promise<DuckDbRow | undefined> => {
  const [row] = await input.session.all(
    `SELECT "check row" AS row, (${check.shows})::VARCHAR AS value FROM ${numbered(input)} WHERE ${check.fails} LIMIT 1`,
    { signal: input.signal },
  );
  return row;
};

const checkRows = async (input: ConformanceCheckInput): Promise<readonly ConformanceFailure[]> => {
  const failures: ConformanceFailure[] = [];
  for (const [index, failingRows] of (await countFailing(input)).entries()) {
    const check = input.rowChecks[index];
    if (check === undefined || failingRows === 0) continue;
    const example = await findExample(input, check);
    failures.push(failureOf(check.id, failingRows, example?.row, example?.value));
  }
  return failures;
};

/** One group check; only the columns it names are read. */
const checkGroups = async (
  input: ConformanceCheckInput,
  check: GroupCheck,
): Promise<readonly ConformanceFailure[]> => {
  const [row] = await input.session.all(
    `SELECT sum(n) AS n, min(r) AS r, arg_min_null(v, r) AS v FROM (
       SELECT count(*) AS n, min("check row") AS r, (${check.shows})::VARCHAR AS v
       FROM ${numbered(input)} WHERE ${check.where} GROUP BY ${check.groupBy.join(', ')} HAVING ${check.fails})`,
    { signal: input.signal },
  );
  const failingRows = Number(row?.n ?? 0);
  return failingRows === 0 ? [] : [failureOf(check.id, failingRows, row?.r, row?.v)];
};

/**
 * Checks a relation against rules and says, for each that is broken, in how many rows, and shows the first.
 * For a rule on groups these are all rows of the groups that break it. Rules that are kept are absent.
 */
export const checkConformance = async (
  input: ConformanceCheckInput,
): Promise<readonly ConformanceFailure[]> => {
  const failures = [...(await checkRows(input))];
  for (const check of input.groupChecks) failures.push(...(await checkGroups(input, check)));
  return failures;
};
