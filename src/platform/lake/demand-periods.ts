import type { AppError } from '../../shared/errors.ts';
import { parseInstantText } from '../../shared/instant-text.ts';
import type { DemandReading } from './demand-kinds.ts';
import { firstRowWhere, type SummedTable } from './demand-sums.ts';
import { errorAt } from './source-error.ts';
import { quoteText } from './sql-text.ts';

const hourMs = 3_600_000;
/** A leap year: nothing is charged for longer as usage. */
const longestPeriodHours = 8784;

/** Where a kind of a table belongs. */
export interface SeriesOfKind {
  readonly table: SummedTable;
  /** By the id of a kind: the number of its series. */
  readonly series: ReadonlyMap<string, number>;
}

const hoursOf = (text: string | null): number | undefined => {
  const at = text === null ? undefined : parseInstantText(text)?.getTime();
  return at === undefined ? undefined : at / hourMs;
};

const periodError = async (
  { table }: SeriesOfKind,
  reading: DemandReading,
  period: Period,
  fault: { readonly column: 'ChargePeriodStart' | 'ChargePeriodEnd'; readonly expected: string },
): Promise<AppError> => {
  const at = (text: string | null): string => (text === null ? 'IS NULL' : `= ${quoteText(text)}`);
  const { columns } = table;
  const keys = Object.keys(columns.kinds).length;
  const { row } = await firstRowWhere(
    table,
    reading,
    `q.timed AND a.k${keys} ${at(period.s)} AND a.k${keys + 1} ${at(period.e)}`,
  );
  const found = fault.column === 'ChargePeriodStart' ? period.s : period.e;
  return errorAt(
    table.table.file,
    { row: Number(row), column: fault.column },
    `found ${found === null ? 'nothing' : JSON.stringify(found.slice(0, 100))}; expected ${fault.expected}`,
    'Correct the value, or export the file again.',
  );
};

interface Period {
  readonly s: string | null;
  readonly e: string | null;
}

/** A period as its first hour and how many it touches. */
const hoursOfPeriod = async (of: SeriesOfKind, reading: DemandReading, period: Period) => {
  const start = hoursOf(period.s);
  const end = hoursOf(period.e);
  const instant = 'an instant such as 2026-01-31T00:00:00Z';
  if (start === undefined)
    throw await periodError(of, reading, period, { column: 'ChargePeriodStart', expected: instant });
  if (end === undefined)
    throw await periodError(of, reading, period, { column: 'ChargePeriodEnd', expected: instant });
  const from = Math.floor(start);
  const hours = Math.max(1, Math.ceil(end) - from);
  if (end >= start && hours <= longestPeriodHours) return { ...period, from, hours };
  const expected = `an instant from the start of the period to ${longestPeriodHours} hours after it`;
  throw await periodError(of, reading, period, { column: 'ChargePeriodEnd', expected });
};

/**
 * Reads the charge periods of demand by their texts, few of which are distinct, here as everywhere in the product, into the
 * temporary table `periods_N`: `s`, `e`, `from` in hours since 1970, `hours`.
 *
 * @throws AppError `invalid_input` naming file, row and column
 */
export const readPeriods = async (of: SeriesOfKind, index: number, reading: DemandReading): Promise<void> => {
  const { session, signal } = reading;
  const texts: Period[] = [];
  const query = `SELECT DISTINCT s, e FROM ${of.table.sumsTable} JOIN ${of.table.kindsTable} USING (id) WHERE timed`;
  for await (const rows of session.stream(query, { signal })) {
    const textOf = (value: unknown): string | null => (value === null ? null : String(value));
    texts.push(...rows.map(({ s, e }) => ({ s: textOf(s), e: textOf(e) })));
  }
  const periods: object[] = [];
  for (const text of texts) periods.push(await hoursOfPeriod(of, reading, text));
  await session.run(
    `CREATE TEMP TABLE periods_${index} AS SELECT unnest(from_json($1::JSON,
       '[{"s":"VARCHAR","e":"VARCHAR","from":"BIGINT","hours":"INTEGER"}]'), recursive := true)`,
    { values: [JSON.stringify(periods)], signal },
  );
};
