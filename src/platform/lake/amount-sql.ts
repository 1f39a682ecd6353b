import type { SourceColumn } from './source-table.ts';

/**
 * Sums are made in DECIMAL(38, 24): 24 places hold every price that is quoted and most binary floats, and 14
 * digits before the point hold the total of any bill. What does not fit is added outside DuckDB.
 */
const amountType = 'DECIMAL(38, 24)';
const places = 24;
const wholeDigits = 13;

/** The text of plain decimals that the type holds without rounding (a cast would round further places). */
const plain = `[+-]?([0-9]{1,${wholeDigits}}(\\.[0-9]{0,${places}})?|\\.[0-9]{1,${places}})`;

/** How DuckDB writes a small binary float, and others do too: one digit before the point, `1.5e-07`. */
const small = '[+-]?[0-9](\\.[0-9]+)?[eE]-[0-9]{1,2}';

/** `1.5e-07` as `0.00000015`, for texts that match `small`; NULL when more places are needed. */
const smallAmount = (text: string): string => {
  const mantissa = `split_part(lower(${text}), 'e', 1)`;
  const digits = `regexp_replace(${mantissa}, '[^0-9]', '', 'g')`;
  const shift = `(-split_part(lower(${text}), 'e', 2)::INTEGER)`;
  const sign = `CASE WHEN starts_with(${text}, '-') THEN '-0.' ELSE '0.' END`;
  return (
    `CASE WHEN ${shift} > 0 AND strlen(${digits}) - 1 + ${shift} <= ${places} ` +
    `THEN try_cast(concat(${sign}, repeat('0', ${shift} - 1), ${digits}) AS ${amountType}) END`
  );
};

const isExactType = (parquetType: string | undefined): boolean =>
  parquetType !== undefined && /^(DECIMAL\(|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$)/.test(parquetType);

/** The places of a Parquet DECIMAL; more than fit would be rounded. */
const placesOf = (parquetType: string): number => Number(/,\s*(\d+)\)$/.exec(parquetType)?.[1] ?? 0);

/**
 * SQL for a column's amount, as an exact decimal; NULL where there is none and where the value does not fit.
 * `text` is SQL (a column of a subquery) for its text.
 */
export const amountSql = (column: SourceColumn, value: string, text: string): string => {
  if (isExactType(column.parquetType) && placesOf(column.parquetType ?? '') <= places) {
    return `try_cast(${value} AS ${amountType})`;
  }
  return (
    `CASE WHEN regexp_full_match(${text}, '${plain}') THEN try_cast(${text} AS ${amountType}) ` +
    `WHEN regexp_full_match(${text}, '${small}') THEN ${smallAmount(text)} END`
  );
};

/** SQL for "no amount fits": every value is then added outside DuckDB. */
export const noAmountSql = `NULL::${amountType}`;
