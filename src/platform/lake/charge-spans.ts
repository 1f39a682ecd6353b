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
  readonly isUsage: boolean;
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
/** Texts of a month by the minute. */
const mostRemembered = 50_000;

const instant = 'an instant such as 2026-01-31T00:00:00Z';

/** Reads texts of instants in milliseconds since 1970, few of which are distinct. */
const createInstantReader = (): ((text: string) => number | undefined) => {
  const known = new Map<string, number | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const at = parseInstantText(text)?.getTime();
    if (known.size < mostRemembered) known.set(text, at);
    return at;
  };
};
type InstantReader = ReturnType<typeof createInstantReader>;

/** What is wrong with the charge period of a row; it must be there where a commitment's time follows from it. */
const faultOf = ({ commitmentId, start, end }: Span, read: InstantReader): Fault | undefined => {
  const isBad = (text: string | null): boolean =>
    text === null ? commitmentId !== null : read(text) === undefined;
  if (isBad(start)) return { column: 'ChargePeriodStart', expected: instant };
  if (isBad(end)) return { column: 'ChargePeriodEnd', expected: instant };
  if (commitmentId === null || start === null || end === null) return undefined;
  if ((read(end) ?? 0) >= (read(start) ?? 0)) return undefined;
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
    isUsage: row.usage === true,
    start: text(row.s),
    end: text(row.e),
  };
};

const rowsOf = ({ table, start, end, commitmentId, chargeCategory }: SpanQuery, numbered: boolean): string =>
  `SELECT ${numbered ? `${rowNumber} AS row, ` : ''}${commitmentId} AS id, coalesce(lower(${chargeCategory}) = 'usage', false) AS usage,
     ${start} AS s, ${end} AS e FROM ${table.serialFrom}`;

/** The error for the first row of the file that has one of the spans. */
const faultError = async (
  query: SpanQuery,
  faulty: readonly Span[],
  read: InstantReader,
): Promise<AppError> => {
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
  const { column, expected } = faultOf(span, read) ?? { column: 'ChargePeriodStart', expected: instant };
  const found = column === 'ChargePeriodStart' ? span.start : span.end;
  return errorAt(
    query.table.file,
    { row: Number(row.row), column },
    `found ${found === null ? 'nothing' : JSON.stringify(found.slice(0, 100))}; expected ${expected}`,
    'Correct the value, or export the file again.',
  );
};

const readSpans = async (query: SpanQuery): Promise<readonly ChargeWindow[]> => {
  const read = createInstantReader();
  const faulty: Span[] = [];
  const windows = new Map<string, { start: number; end: number }>();
  const spans = query.session.stream(`SELECT DISTINCT id, usage, s, e FROM (${rowsOf(query, false)})`, {
    signal: query.signal,
  });
  for await (const rows of spans) {
    for (const span of rows.map(spanOf)) {
      if (faultOf(span, read) !== undefined) faulty.push(span);
      const { commitmentId, isUsage } = span;
      if (commitmentId === null || !isUsage) continue;
      const [start = 0, end = 0] = [span.start, span.end].map((text) => read(text ?? ''));
      const known = windows.get(commitmentId) ?? { start, end };
      windows.set(commitmentId, { start: Math.min(known.start, start), end: Math.max(known.end, end) });
    }
    if (faulty.length >= mostFaults) break;
  }
  if (faulty.length > 0) throw await faultError(query, faulty, read);
  return Array.from(windows, ([commitmentId, { start, end }]) => ({
    commitmentId,
    start: formatInstant(new Date(start)),
    end: formatInstant(new Date(end)),
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
