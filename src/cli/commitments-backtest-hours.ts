import type { DuckDbSession } from '../platform/lake/duckdb.ts';
import { errorAt } from '../platform/lake/source-error.ts';
import { rowNumber, type SourceColumn, type SourceTable } from '../platform/lake/source-table.ts';
import { parseInstantText } from '../shared/instant-text.ts';

export const hourMs = 3_600_000;

/** Forecasts and policies go through every hour, so that one wrong year would keep them busy for minutes. */
export const mostHours = 50 * 8766;

/** A table of demand that is being read. */
export interface Reading {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  readonly signal: AbortSignal;
}

/** Throws for the first row whose value a condition over `text` refuses. */
export const refuse = async (
  reading: Reading,
  column: SourceColumn,
  condition: string,
  expected: string,
): Promise<void> => {
  const [found] = await reading.session.all(
    `SELECT row, text FROM (SELECT ${rowNumber} AS row, ${column.text} AS text FROM ${reading.table.from})
     WHERE ${condition} ORDER BY row LIMIT 1`,
    { signal: reading.signal },
  );
  if (found === undefined) return;
  const text = found.text === null ? 'nothing' : JSON.stringify(String(found.text).slice(0, 100));
  throw errorAt(
    reading.table.file,
    { row: Number(found.row), column: column.name },
    `found ${text}; expected ${expected}`,
    'Correct the value, or export the file again.',
  );
};

/** Hours that a message needs to look at: of more unreadable ones, the first row is not looked for. */
const mostUnread = 20;

const among = (texts: readonly (string | null)[]): string => {
  const quoted = texts.flatMap((text) => (text === null ? [] : [`'${text.replaceAll("'", "''")}'`]));
  const isOne = quoted.length === 0 ? 'false' : `text IN (${quoted.join(', ')})`;
  return texts.includes(null) ? `text IS NULL OR ${isOne}` : isOne;
};

/** Hours by their text: few are distinct, so they are read here, as everywhere in the product. */
export const readHours = async (
  reading: Reading,
  hour: SourceColumn,
): Promise<ReadonlyMap<string, number>> => {
  const hours = new Map<string, number>();
  const unread: (string | null)[] = [];
  const query = `SELECT DISTINCT ${hour.text} AS text FROM ${reading.table.from}`;
  for await (const rows of reading.session.stream(query, { signal: reading.signal })) {
    for (const { text } of rows) {
      const at = text === null ? undefined : parseInstantText(String(text))?.getTime();
      if (at !== undefined && at % hourMs === 0) hours.set(String(text), at / hourMs);
      else if (unread.length < mostUnread) unread.push(text === null ? null : String(text));
    }
  }
  if (unread.length > 0)
    await refuse(reading, hour, among(unread), 'a whole hour such as 2026-01-31T07:00:00Z');
  return hours;
};

interface Range {
  readonly first: number;
  readonly count: number;
}

export const rangeOf = (hours: Iterable<number>): Range => {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const hour of hours) {
    if (hour < first) first = hour;
    if (hour > last) last = hour;
  }
  return { first, count: last - first + 1 };
};

/** Names the row of the hour that lies farthest from the middle one: of a wrong year, that is it. */
export const refuseLongTime = async (
  reading: Reading,
  hour: SourceColumn,
  hours: ReadonlyMap<string, number>,
): Promise<void> => {
  const sorted = [...hours].sort(([, left], [, right]) => left - right);
  const [, middle] = sorted[sorted.length >> 1] ?? ['', 0];
  const distance = (at: number): number => Math.abs(at - middle);
  const [text] = sorted.reduce((worst, each) => (distance(each[1]) > distance(worst[1]) ? each : worst));
  await refuse(reading, hour, among([text]), `an hour within ${mostHours / 8766} years of the others`);
};
