import { AppError } from '../../shared/errors.ts';
import { createExactSum, type ExactSum } from '../../shared/exact-sum.ts';
import { places } from './amount-sql.ts';
import type { DemandReading } from './demand-kinds.ts';
import { readPeriods, type SeriesOfKind } from './demand-periods.ts';

const hourMs = 3_600_000;
/** Ten years of hours of a thousand series, as in the reader of demand. */
const mostValues = 88_000_000;

const one = `1${'0'.repeat(places)}::HUGEINT`;
/** 10^-12 in units of 10^-24: what does not divide evenly is spread to this place, the rest falls into the first hour. */
const grain = `1${'0'.repeat(places - 12)}::HUGEINT`;

/** Rows whose charge period is longer than an hour, of one length. */
export interface SpreadRows {
  readonly hours: number;
  readonly rows: number;
}

export interface HourlySeries {
  readonly series: number;
  readonly hours: number;
  readonly quantity: ExactSum;
}

export interface HourlyDemand {
  readonly series: readonly HourlySeries[];
  /** Beginnings of the first and last hour with demand, in milliseconds since 1970; null without. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly spread: readonly SpreadRows[];
  /** Hours of a series that corrections take below zero, and by how much in all (negative). */
  readonly belowZero: { readonly hours: number; readonly quantity: ExactSum };
}

const placedSql = ({ table }: SeriesOfKind, index: number): string =>
  `SELECT p.series, t."from" AS first, t.hours, x.n, x.d, x.l FROM ${table.sumsTable} x
   JOIN places_${index} p ON p.id = x.id
   JOIN periods_${index} t ON t.s = x.s AND t.e = x.e`;

/** Hour i of n: the even part, one grain more while some are left, and what is below a grain in the first. */
const spreadSql = `
  SELECT series, first + i AS hour,
    even + CASE WHEN i < abs(rest // ${grain}) THEN sign(rest) * ${grain} ELSE 0::HUGEINT END
      + CASE WHEN i = 0 THEN rest % ${grain} ELSE 0::HUGEINT END AS d,
    CASE WHEN i = 0 THEN l ELSE 0::HUGEINT END AS l
  FROM (SELECT *, d - even * hours AS rest, unnest(range(hours)) AS i
    FROM (SELECT *, (d // (${grain} * hours)) * ${grain} AS even FROM placed))`;

/** With 0 ≤ l < 10^24, so that the sign of d is that of the whole. */
const normalSql = `
  SELECT series, hour, d + l // ${one} - CASE WHEN l % ${one} < 0 THEN 1 ELSE 0 END AS d,
    CASE WHEN l % ${one} < 0 THEN l % ${one} + ${one} ELSE l % ${one} END AS l
  FROM (SELECT series, hour, sum(d) AS d, sum(l) AS l FROM spread GROUP BY ALL)`;

const exact = (d: unknown, l: unknown): ExactSum => {
  const sum = createExactSum();
  sum.add(`${d ?? 0}e-${places}`);
  sum.add(`${l ?? 0}e-${2 * places}`);
  return sum;
};

const requireRoom = async ({ session, signal }: DemandReading): Promise<void> => {
  const [asked] = await session.all('SELECT coalesce(sum(hours), 0) AS n FROM placed', { signal });
  if (Number(asked?.n) <= mostValues) return;
  throw new AppError('too_large', {
    detail: `The charge periods hold ${asked?.n} hours of series; at most ${mostValues} are read.`,
    fix: 'Check for a wrong date, or give fewer files or one pool.',
  });
};

const readSpread = async ({ session, signal }: DemandReading): Promise<readonly SpreadRows[]> => {
  const rows = await session.all(
    'SELECT hours, sum(n) AS rows FROM placed WHERE hours > 1 GROUP BY hours ORDER BY hours',
    { signal },
  );
  return rows.map((row) => ({ hours: Number(row.hours), rows: Number(row.rows) }));
};

const readSeries = async ({ session, signal }: DemandReading): Promise<readonly HourlySeries[]> => {
  const rows = await session.all(
    'SELECT series, count(*) AS hours, sum(d) AS d, sum(l) AS l FROM demand GROUP BY series ORDER BY series',
    { signal },
  );
  return rows.map(({ series, hours, d, l }) => ({
    series: Number(series),
    hours: Number(hours),
    quantity: exact(d, l),
  }));
};

/**
 * Puts the charges of all tables into hours: the temporary table `demand` (`series`, `hour` since 1970, `d`, `l`) holds what
 * is above zero. What lasts longer than an hour is spread evenly over the hours that it touches, to the last digit.
 *
 * @throws AppError `invalid_input` naming file, row and column for a charge period that cannot be read or is none
 */
export const makeHourly = async (
  tables: readonly SeriesOfKind[],
  reading: DemandReading,
): Promise<HourlyDemand> => {
  const { session, signal } = reading;
  for (const [index, of] of tables.entries()) {
    await readPeriods(of, index, reading);
    await session.run(
      `CREATE TEMP TABLE places_${index} AS SELECT unnest(from_json($1::JSON, '[{"id":"BIGINT","series":"INTEGER"}]'), recursive := true)`,
      { values: [JSON.stringify(Array.from(of.series, ([id, series]) => ({ id, series })))], signal },
    );
  }
  const all = tables.map(placedSql).join(' UNION ALL ');
  await session.run(
    `CREATE TEMP TABLE placed AS SELECT series, first, hours, sum(n) AS n, sum(d) AS d, sum(l) AS l
     FROM (${all}) GROUP BY series, first, hours`,
    { signal },
  );
  await requireRoom(reading);
  await session.run(
    `CREATE TEMP TABLE hourly AS WITH spread AS (${spreadSql}) SELECT * FROM (${normalSql}) WHERE d <> 0 OR l <> 0;
     CREATE TEMP TABLE demand AS SELECT * FROM hourly WHERE d >= 0`,
    { signal },
  );
  const [below] = await session.all('SELECT count(*) AS n, sum(d) AS d, sum(l) AS l FROM hourly WHERE d < 0');
  const [range] = await session.all('SELECT min(hour) AS first, max(hour) AS last FROM demand');
  const instant = (hour: unknown): number | null =>
    hour === null || hour === undefined ? null : Number(hour) * hourMs;
  return {
    series: await readSeries(reading),
    firstMs: instant(range?.first),
    lastMs: instant(range?.last),
    spread: await readSpread(reading),
    belowZero: { hours: Number(below?.n ?? 0), quantity: exact(below?.d, below?.l) },
  };
};
