import { AppError } from '../../shared/errors.ts';
import { createExactSum, type ExactSum } from '../../shared/exact-sum.ts';
import { amountRange, isExactType, places } from './amount-sql.ts';
import { costOfPrice, kindFields } from './demand-fields.ts';
import { asTableError, type DemandReading, type KindTable } from './demand-kinds.ts';
import { amountsSql } from './exact-groups-sql.ts';
import { errorAt } from './source-error.ts';

/** All charges of a kind, exactly. */
export interface KindSum {
  readonly rows: number;
  readonly amount: ExactSum;
}

/** A table whose charges are added up by kind and, where that is wanted, by charge period, in `sumsTable`. */
export interface SummedTable extends KindTable {
  /** `id, s, e` (texts of the period), `n`, and the amount as `d` × 10^-24 + `l` × 10^-48. */
  readonly sumsTable: string;
  readonly byKind: ReadonlyMap<string, KindSum>;
}

const startKey = `k${kindFields.length}`;
const endKey = `k${kindFields.length + 1}`;
const faultKey = `k${kindFields.length + 2}`;

const amountsOf = (
  of: KindTable,
  { session, signal }: DemandReading,
  from: string,
  numbered = false,
): string => {
  const { table, columns } = of;
  const keys = [
    ...kindFields.map((field) => columns.kinds[field]),
    columns.start.text,
    columns.end.text,
    columns.fault,
  ];
  return amountsSql({ session, table, keys, amounts: [columns.amount], signal }, from, true, numbered);
};

/** Rows with the kind they are of. */
const withKind = ({ kindsTable }: KindTable, amounts: string): string => {
  const same = kindFields.map((_, index) => `a.k${index} IS NOT DISTINCT FROM q.k${index}`).join(' AND ');
  return `${amounts} a JOIN ${kindsTable} q ON ${same}`;
};

/** The first row for which a condition over `a` (a row) and `q` (its kind) holds; it exists. */
export const firstRowWhere = async (
  of: KindTable,
  reading: DemandReading,
  condition: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const [found = {}] = await reading.session.all(
    `SELECT a.row, a.t0 AS amount, q.k${kindFields.indexOf('price')} AS price, a.${startKey} AS s, a.${endKey} AS e, a.${faultKey} AS fault
     FROM ${withKind(of, amountsOf(of, reading, of.table.serialFrom, true))} WHERE ${condition} ORDER BY a.row LIMIT 1`,
    { signal: reading.signal },
  );
  return found;
};

const isUnfit = `((a.t0 IS NOT NULL AND a.d0 IS NULL) OR a.${faultKey} IS NOT NULL)`;

const unfitError = async (of: KindTable, reading: DemandReading): Promise<AppError> => {
  const { row, amount, price, fault } = await firstRowWhere(of, reading, isUnfit);
  const [, named, text] = /^([^:]*):(.*)$/s.exec(String(fault ?? '')) ?? [];
  const column = named ?? Object.entries(costOfPrice).find(([name]) => name === price)?.[1];
  const isPeriod = [of.columns.start.name, of.columns.end.name].includes(column ?? '');
  return errorAt(
    of.table.file,
    { row: Number(row), column },
    `found ${JSON.stringify((text ?? String(amount)).slice(0, 100))}; expected ${isPeriod ? 'an instant such as 2026-01-31T00:00:00Z' : `a decimal number such as 63.33, ${amountRange}`}`,
    'Correct the value, or export the file again.',
  );
};

/** Adds up what lies behind `from`; the rows that were seen, and those whose amount could not be read. */
const addUp = async (of: KindTable, name: string, reading: DemandReading, from: string) => {
  const { session, signal } = reading;
  // DECIMAL(38, 24) without its point is the same whole number of 10^-24 that a text is read as.
  const whole = isExactType(of.columns.amount)
    ? `replace(sum(a.d0)::VARCHAR, '.', '')::HUGEINT`
    : 'sum(a.d0)';
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT q.id AS id, CASE WHEN q.timed THEN a.${startKey} END AS s,
       CASE WHEN q.timed THEN a.${endKey} END AS e, count(*) AS n, coalesce(${whole}, 0::HUGEINT) AS d,
       coalesce(sum(a.l0), 0::HUGEINT) AS l, count(*) FILTER (${isUnfit}) AS unfit
     FROM ${withKind(of, amountsOf(of, reading, from))} GROUP BY ALL`,
    { signal },
  );
  const [seen] = await session.all(
    `SELECT coalesce(sum(n), 0) AS rows, coalesce(sum(unfit), 0) AS unfit FROM ${name}`,
  );
  return { rows: Number(seen?.rows), unfit: Number(seen?.unfit) };
};

const isOverflow = (error: unknown): boolean =>
  error instanceof Error && /Out of Range Error|Overflow/.test(error.message);

const readSums = async (
  { session, signal }: DemandReading,
  name: string,
): Promise<ReadonlyMap<string, KindSum>> => {
  const byKind = new Map<string, KindSum>();
  const query = `SELECT id, sum(n) AS n, sum(d) AS d, sum(l) AS l FROM ${name} GROUP BY id`;
  for await (const rows of session.stream(query, { signal })) {
    for (const { id, n, d, l } of rows) {
      const amount = createExactSum();
      amount.add(`${d}e-${places}`);
      amount.add(`${l}e-${2 * places}`);
      byKind.set(String(id), { rows: Number(n), amount });
    }
  }
  return byKind;
};

/**
 * Adds up the charges of a table by kind; of the `timed` kinds by charge period, too.
 *
 * The rows are counted against `table.rows`, which another reader found: where several threads split a file differently it
 * is read again by one.
 *
 * @throws AppError `invalid_input` naming file, row, column and value for the first amount that cannot be read
 */
export const sumCharges = async (
  of: KindTable,
  index: number,
  reading: DemandReading,
): Promise<SummedTable> => {
  const { table } = of;
  const name = `sums_${index}`;
  try {
    let seen = await addUp(of, name, reading, table.from);
    if (seen.rows !== table.rows && table.serialFrom !== table.from)
      seen = await addUp(of, name, reading, table.serialFrom);
    if (seen.unfit > 0) throw await unfitError(of, reading);
    if (seen.rows !== table.rows) {
      throw new AppError('internal', {
        detail: `${table.file.label}: Two readers found different numbers of rows; nothing was summed.`,
        fix: 'Please report this with the file, or a part of it that shows the fault.',
      });
    }
  } catch (error) {
    if (isOverflow(error)) {
      throw new AppError('invalid_input', {
        detail: `${table.file.label}: The amounts of a kind of charges add up to more than 10^14.`,
        fix: 'Check the costs; a wrong column may have been exported.',
        cause: error,
      });
    }
    throw asTableError(table, reading, error);
  }
  return { ...of, sumsTable: name, byKind: await readSums(reading, name) };
};
