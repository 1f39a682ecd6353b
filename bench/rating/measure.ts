import { hash } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { createRater } from '../../src/engines/rating/rate.ts';
import { Exact, formatDecimal } from '../../src/shared/money.ts';
import { rateCard, recordAt } from './usage.ts';

/** What is measured, each in a process of its own. */
export const contenders = ['make', 'rate', 'duckdb', 'duckdb-deduplicated'] as const;
export type Contender = (typeof contenders)[number];

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
  /** Exact, not rounded; undefined where nothing is rated. */
  readonly total?: string;
  readonly duplicates?: number;
}

type Answer = Pick<Measured, 'total' | 'duplicates'>;

/** The floor of the rater's measurement: the records are made, and dropped. */
const make = (records: number): Answer => {
  let sum = 0;
  // Reading a character makes one string of the parts, as those of a file are.
  for (let index = 0; index < records; index += 1) sum += recordAt(index).identity.charCodeAt(0);
  if (sum === 0) throw new Error('no records');
  return {};
};

const rate = (records: number): Answer => {
  const rater = createRater({
    card: rateCard,
    rounding: 'none',
    periodStart: 1,
    digest: (record) => hash('sha256', record, 'binary'),
  });
  for (let index = 0; index < records; index += 1) {
    if (!rater.add(recordAt(index))) throw new Error(`record ${index} is not rated`);
  }
  const { total, duplicatesDropped, unrated } = rater.finish();
  if (unrated.length > 0) throw new Error('unrated records');
  return { total: formatDecimal(new Exact(total)), duplicates: duplicatesDropped };
};

/**
 * The same by hand: usage joined with its version of the rate, added up by line, positions by a window over the
 * versions, and each tier's part of it. Every number is a DECIMAL.
 */
const joinSql = (file: string, isDeduplicated: boolean): string => `
  WITH usage AS (SELECT ${isDeduplicated ? 'DISTINCT' : ''} subscription, meter, moment, quantity, resource FROM '${file}/usage.parquet'),
  versions AS (SELECT DISTINCT meter, effective, until FROM '${file}/rates.parquet'),
  used AS (
    SELECT u.subscription, u.meter, date_trunc('month', u.moment) AS period, v.effective, sum(u.quantity)::DECIMAL(18, 4) AS quantity
    FROM usage u JOIN versions v ON u.meter = v.meter AND u.moment >= v.effective AND u.moment < v.until
    GROUP BY ALL),
  positions AS (
    SELECT *, (sum(quantity) OVER (PARTITION BY subscription, meter, period ORDER BY effective))::DECIMAL(18, 4) AS after
    FROM used),
  spans AS (
    SELECT p.*, r.low, r.high, r.rate,
      greatest(p.after - p.quantity - r.included, 0::DECIMAL(18, 4))::DECIMAL(18, 4) AS a,
      greatest(p.after - r.included, 0::DECIMAL(18, 4))::DECIMAL(18, 4) AS b
    FROM positions p JOIN '${file}/rates.parquet' r ON p.meter = r.meter AND p.effective = r.effective)
  SELECT sum((least(greatest(b, low), high) - least(greatest(a, low), high))::DECIMAL(18, 4) * rate)::VARCHAR FROM spans`;

const join = async (folder: string, isDeduplicated: boolean): Promise<Answer> => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  const reader = await connection.runAndReadAll(joinSql(folder, isDeduplicated));
  return { total: formatDecimal(new Exact(String(reader.getRows()[0]?.[0]))) };
};

/** Does the work once in this process and says what it took; memory is the process's highest resident set. */
export const measure = async (contender: Contender, records: number, folder: string): Promise<Measured> => {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const answer =
    contender === 'make'
      ? make(records)
      : contender === 'rate'
        ? rate(records)
        : await join(folder, contender === 'duckdb-deduplicated');
  const cpu = process.cpuUsage(before);
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1024,
    ...answer,
  };
};
