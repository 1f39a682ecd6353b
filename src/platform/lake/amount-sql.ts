import type { SourceColumn } from './source-table.ts';

/**
 * An amount is summed in two parts: the digits before the point with the first 24 places, and the next 24
 * places. 24 places hold every price that is quoted; binary floats as small as 1e-31 need more. Each part is a
 * HUGEINT of 10^-24 (10^-48 for the second): DuckDB reads one from text eight times faster than a DECIMAL(38, 24).
 * 14 digits before the point hold the total of any bill, 13 are taken in one value; what fits neither is added
 * outside DuckDB.
 */
export const places = 24;
const wholeDigits = 13;

/** What questions about commitments say of the amounts that they take. */
export const amountRange = `below 10^${wholeDigits} and with at most ${2 * places} places`;

/** Plain decimals that the first part holds. */
const plain = `[+-]?([0-9]{1,${wholeDigits}}(\\.[0-9]{0,${places}})?|\\.[0-9]{1,${places}})`;
/** Plain decimals that take both parts. */
const long = `[+-]?[0-9]{0,${wholeDigits}}\\.[0-9]{${places + 1},${2 * places}}`;
/** How DuckDB and others write a small binary float: one digit before the point, `1.5e-07`. */
const small = '[+-]?[0-9](\\.[0-9]+)?[eE]-(0?[1-9]|[1-4][0-9])';
/** How Java writes a whole number without its zeros: `1E+2`. DuckDB reads it exactly as a DECIMAL(38, 24). */
const large = `[+-]?[0-9](\\.[0-9]{1,${places}})?[eE]\\+?(0?[0-9]|1[0-2])`;

/** Whether a Parquet column is exact by itself and is summed in its own type, as DECIMAL(38, 24). */
export const isExactType = ({ parquetType }: SourceColumn): boolean => {
  if (parquetType === undefined) return false;
  const ownPlaces = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(parquetType)?.[1];
  // More places would be rounded by the cast.
  if (ownPlaces !== undefined) return Number(ownPlaces) <= places;
  return /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(parquetType);
};

/** SQL for an amount of an exact type; NULL where it does not fit. */
export const exactAmountSql = (value: string): string => `try_cast(${value} AS DECIMAL(38, ${places}))`;

/** SQL for the first part of an amount that has no second one, nearly all of them; NULL for others. */
export const plainAmountSql = (text: string): string =>
  `CASE WHEN regexp_full_match(${text}, '${plain}') ` +
  `THEN concat(split_part(${text}, '.', 1), rpad(split_part(${text}, '.', 2), ${places}, '0'))::HUGEINT END`;

/** `-12.3…` (more than 24 places) with zeros to 48 places. */
const padLong = (text: string): string =>
  `concat(split_part(${text}, '.', 1), '.', rpad(split_part(${text}, '.', 2), ${2 * places}, '0'))`;

/** `-1.5e-07` as `-0.00000015` with zeros to 48 places; NULL when it has more. */
const padSmall = (text: string): string => {
  const mantissa = `split_part(lower(${text}), 'e-', 1)`;
  const zeros = `repeat('0', split_part(lower(${text}), 'e-', 2)::INTEGER - 1)`;
  const fraction = `concat(${zeros}, ltrim(replace(${mantissa}, '.', ''), '+-'))`;
  const sign = `CASE WHEN starts_with(${text}, '-') THEN '-0.' ELSE '0.' END`;
  return `CASE WHEN strlen(${fraction}) <= ${2 * places} THEN concat(${sign}, rpad(${fraction}, ${2 * places}, '0')) END`;
};

/** SQL for an amount that is not plain, as text with exactly 48 places; NULL where it has more. */
export const paddedAmountSql = (text: string): string =>
  `CASE WHEN regexp_full_match(${text}, '${small}') THEN ${padSmall(text)} ` +
  `WHEN regexp_full_match(${text}, '${long}') THEN ${padLong(text)} ` +
  `WHEN regexp_full_match(${text}, '${large}') THEN concat(${exactAmountSql(text)}::VARCHAR, '${'0'.repeat(places)}') END`;

/** SQL for the first part of a padded amount. */
export const highPartSql = (padded: string): string =>
  `replace(left(${padded}, strlen(${padded}) - ${places}), '.', '')::HUGEINT`;

/** SQL for the second part of a padded amount. */
export const lowPartSql = (padded: string): string =>
  // Not concat, which takes NULL for an empty text.
  `(CASE WHEN starts_with(${padded}, '-') THEN '-' ELSE '' END || right(${padded}, ${places}))::HUGEINT`;
