import { AppError } from '../../shared/errors.ts';
import { parseInstantText } from '../../shared/instant-text.ts';
import { formatInstant } from '../../shared/time.ts';
import type { DuckDbRow, DuckDbSession } from './duckdb.ts';
import { asParquetError } from './parquet-table.ts';
import { errorAt } from './source-error.ts';
import { rowNumber, type SourceTable } from './source-table.ts';
import { quoteText } from './sql-text.ts';

/** From the first to the last moment of the usage of a commitment. ISO 8601. */
export interface ChargeWindow {
  readonly commitmentId: string;
  readonly start: string;
  readonly end: string;
}

interface SpanQuery {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  /** SQL, each a text or NULL. */
  readonly start: string;
  readonly end: string;
  readonly commitmentId: string;
  readonly chargeCategory: string;
  readonly signal?: AbortSignal | undefined;
}

/** What rows have in common that is looked at here. */
interface Span {
  readonly commitmentId: string | null;
  readonly start: string | null;
  readonly end: string | null;
}

type PeriodColumn = 'ChargePeriodStart' | 'ChargePeriodEnd';
interface Fault {
  readonly column: PeriodColumn;
  readonly expected: string;
}

/** So many are compared for the first one in the file; a file that has more is wrong everywhere. */
const mostFaults = 200;

const instant = 'an instant such as 2026-01-31T00:00:00Z';

const millisecondsOf = (text: string): number | undefined => parseInstantText(text)?.getTime();

/** What is wrong with the charge period of a row; it must be there where a commitment's time follows from it. */
const faultOf = ({ commitmentId, start, end }: Span): Fault => {
  const isBad = (text: string | null): boolean =>
    text === null ? commitmentId !== null : millisecondsOf(text) === undefined;
  if (isBad(start)) return { column: 'ChargePeriodStart', expected: instant };
  if (isBad(end)) return { column: 'ChargePeriodEnd', expected: instant };
  return {
    column: 'ChargePeriodEnd',
    expected: `an instant that is not before ChargePeriodStart (${start})`,
  };
};

const spanOf = (row: DuckDbRow): Span => {
  const text = (value: unknown): string | null =>
    value === null || value === undefined ? null : String(value);
  return {
    commitmentId: text(row.id),
    start: text(row.s),
    end: text(row.e),
  };
};

const rowsOf = ({ table, start, end, commitmentId, chargeCategory }: SpanQuery, numbered: boolean): string =>
  `SELECT ${numbered ? `${rowNumber} AS row, ` : ''}${commitmentId} AS id, coalesce(lower(${chargeCategory}) = 'usage', false) AS usage,
     ${start} AS s, ${end} AS e FROM ${table.serialFrom}`;

/** The error for the first row of the file that has one of the spans. */
const faultError = async (query: SpanQuery, faulty: readonly Span[]): Promise<AppError> => {
  const same = (name: string, text: string | null): string =>
    text === null ? `${name} IS NULL` : `${name} = ${quoteText(text)}`;
  const conditions = faulty.map(
    ({ commitmentId, start, end }) =>
      `(${same('id', commitmentId)} AND ${same('s', start)} AND ${same('e', end)})`,
  );
  const [row = {}] = await query.session.all(
    `SELECT * FROM (${rowsOf(query, true)}) WHERE ${conditions.join(' OR ')} ORDER BY row LIMIT 1`,
    { signal: query.signal },
  );
  const span = spanOf(row);
  const { column, expected } = faultOf(span);
  const found = column === 'ChargePeriodStart' ? span.start : span.end;
  return errorAt(
    query.table.file,
    { row: Number(row.row), column },
    `found ${found === null ? 'nothing' : JSON.stringify(found.slice(0, 100))}; expected ${expected}`,
    'Correct the value, or export the file again.',
  );
};

/** Reads the texts of instants, few of which are distinct, here and not in DuckDB, which guesses. */
const readInstants = async ({ session, signal }: SpanQuery): Promise<void> => {
  const instants: object[] = [];
  const texts = session.stream(
    'SELECT s AS text FROM charge_spans WHERE s IS NOT NULL UNION SELECT e FROM charge_spans WHERE e IS NOT NULL',
    { signal },
  );
  for await (const rows of texts) {
    for (const text of rows.map((row) => String(row.text))) {
      const at = millisecondsOf(text);
      if (at !== undefined) instants.push({ text, at });
    }
  }
  await session.run(
    `CREATE OR REPLACE TEMP TABLE charge_instants AS SELECT unnest(from_json($1::JSON,
       '[{"text":"VARCHAR","at":"BIGINT"}]'), recursive := true)`,
    { values: [JSON.stringify(instants)], signal },
  );
};

const readSpans = async (query: SpanQuery): Promise<readonly ChargeWindow[]> => {
  const { session, signal } = query;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE charge_spans AS SELECT DISTINCT id, usage, s, e FROM (${rowsOf(query, false)})`,
    { signal },
  );
  await readInstants(query);
  const spans = `charge_spans LEFT JOIN charge_instants a ON a.text = s LEFT JOIN charge_instants b ON b.text = e`;
  const faulty = await session.all(
    `SELECT id, s, e FROM ${spans} WHERE (s IS NOT NULL AND a.at IS NULL) OR (e IS NOT NULL AND b.at IS NULL)
       OR (id IS NOT NULL AND (s IS NULL OR e IS NULL OR b.at < a.at)) LIMIT ${mostFaults}`,
    { signal },
  );
  if (faulty.length > 0) throw await faultError(query, faulty.map(spanOf));
  const windows = await session.all(
    `SELECT id, min(a.at) AS first, max(b.at) AS last FROM ${spans} WHERE usage AND id IS NOT NULL GROUP BY id`,
    { signal },
  );
  return windows.map(({ id, first, last }) => ({
    commitmentId: String(id),
    start: formatInstant(new Date(Number(first))),
    end: formatInstant(new Date(Number(last))),
  }));
};

/**
 * Checks the charge periods of a table, and finds the time that the used and unused rows of each commitment are of.
 *
 * @throws AppError `invalid_input` naming file, row and column of a period that cannot be read, that ends before it begins,
 * or that a row of a commitment lacks
 */
export const readChargeWindows = async (query: SpanQuery): Promise<readonly ChargeWindow[]> => {
  const { table, signal } = query;
  try {
    return await readSpans(query);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AppError || table.file.kind !== 'parquet') throw error;
    throw asParquetError(table.file, error);
  }
};
