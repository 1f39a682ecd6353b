import type { ValueKind } from './import-plan.ts';

/** A source column inside a query: SQL for its text, and for its value where the file is typed (Parquet). */
export interface ParsedInput {
  readonly text: string;
  readonly value: string;
  readonly parquetType: string | undefined;
}

const scales = { decimal24: 24, decimal20: 20 } as const;
export type DecimalKind = keyof typeof scales;
export const isDecimalKind = (kind: ValueKind): kind is DecimalKind => kind in scales;

const mapType = 'MAP(VARCHAR, VARCHAR)';
const mapShape = `'"${mapType.replace(' ', '')}"'`;

const number = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?';
/** Blanks around a value mean nothing, as in `focus summary`. */
const trimmed = (text: string): string => `trim(${text}, ' \t\r\n')`;
const isNumber = (text: string): string => `regexp_full_match(${trimmed(text)}, '${number}')`;
/** Up to nine digits on both sides of the point: a 64-bit integer holds them. */
const short = '[+-]?[0-9]{1,9}([.][0-9]{0,9})?';
const long = (scale: number): string => `[+-]?[0-9]{1,9}[.][0-9]{10,${scale}}`;

/**
 * Texts that DuckDB would cast through 128-bit division, at 1.5 µs each, are read in two halves of 64 bits, at
 * a fiftieth of that; only exponents, more than nine digits before the point and more places than are kept take
 * the slow way. Reading costs is most of an import's work, so this decides its speed.
 */
const decimalOfText = (text: string, scale: number): string => {
  const type = `DECIMAL(38, ${scale})`;
  const point = `strpos(${text}, '.')`;
  const head = `try_cast(left(${text}, ${point} + 9) AS DECIMAL(18, 9))::${type}`;
  const tail = `(try_cast(concat('0.', substr(${text}, ${point} + 10)) AS DECIMAL(18, 15)) * 0.000000001)::${type}`;
  return (
    `CASE WHEN ${text} IS NULL THEN NULL ` +
    `WHEN regexp_full_match(${text}, '${short}') THEN try_cast(${text} AS DECIMAL(18, 9))::${type} ` +
    `WHEN regexp_full_match(${text}, '${long(scale)}') THEN ` +
    `CASE WHEN starts_with(${text}, '-') THEN ${head} - ${tail} ELSE ${head} + ${tail} END ` +
    `WHEN ${isNumber(text)} THEN try_cast(${trimmed(text)} AS ${type}) END`
  );
};

/** Types whose cast to the lake's decimals cannot round: whole numbers, and decimals of no more places. */
const castsExactly = (parquetType: string | undefined, scale: number): boolean => {
  if (parquetType === undefined) return false;
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(parquetType)) return true;
  const places = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(parquetType)?.[1];
  return places !== undefined && Number(places) <= scale;
};

const decimal = ({ text, value, parquetType }: ParsedInput, scale: number): string =>
  castsExactly(parquetType, scale)
    ? `try_cast(${value} AS DECIMAL(38, ${scale}))`
    : decimalOfText(text, scale);

/** Whether a number in `text` has more places than are kept; NULL or false for everything else. */
export const roundedSql = ({ text, parquetType }: ParsedInput, kind: DecimalKind): string => {
  const scale = scales[kind];
  if (castsExactly(parquetType, scale)) return 'false';
  const mantissa = `split_part(lower(${trimmed(text)}), 'e', 1)`;
  const places = `strlen(rtrim(split_part(${mantissa}, '.', 2), '0'))`;
  const exponent = `coalesce(try_cast(nullif(split_part(lower(${trimmed(text)}), 'e', 2), '') AS INTEGER), 0)`;
  const suspicious = `(strlen(${text}) > ${scale + 1} OR contains(${text}, 'e') OR contains(${text}, 'E'))`;
  return `CASE WHEN ${suspicious} THEN ${places} - ${exponent} > ${scale} ELSE false END`;
};

const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const minutes = '([01][0-9]|2[0-3]):[0-5][0-9]';
const fraction = '([.][0-9]{1,9})?';
const clock = `${minutes}:[0-5][0-9]${fraction}`;
const zone = '(Z|UTC|[+-](0[0-9]|1[0-8])(:?[0-5][0-9])?)';

/** The notations of `parseInstantText` that exports rarely use: an offset, no seconds, blanks, lower case. */
const rareInstant = (text: string): string => {
  const tidy = `upper(${trimmed(text)})`;
  const withSeconds = `regexp_replace(${tidy}, '^(.{13}:[0-9]{2})([^:]|$)', '\\1:00\\2')`;
  return (
    `WHEN regexp_full_match(${tidy}, '${day}([ T]${minutes}(:[0-5][0-9]${fraction})?( ?${zone})?)?') ` +
    // A cast to TIMESTAMP would ignore the offset.
    `THEN timezone('UTC', try_cast(${withSeconds} AS TIMESTAMP WITH TIME ZONE))`
  );
};

const instant = ({ text, value, parquetType }: ParsedInput): string => {
  if (parquetType === 'TIMESTAMP WITH TIME ZONE') return `timezone('UTC', ${value})`;
  if (parquetType !== undefined && /^(TIMESTAMP.*|DATE)$/.test(parquetType)) {
    return `try_cast(${value} AS TIMESTAMP)`;
  }
  return (
    `CASE WHEN regexp_full_match(${text}, '${day}([ T]${clock}Z?)?') THEN try_cast(${text} AS TIMESTAMP) ` +
    `${rareInstant(text)} END`
  );
};

const american = '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}';

const dayOf = (input: ParsedInput): string =>
  `CASE WHEN regexp_full_match(${input.text}, '${american}') ` +
  `THEN try_strptime(${input.text}, '%m/%d/%Y') ELSE ${instant(input)} END`;

/** Azure's Enterprise Agreement writes `"a": "b","c": "d"` without the braces of an object. */
const tags = ({ text, value, parquetType }: ParsedInput): string => {
  if (parquetType === mapType) return value;
  const braced = `CASE WHEN starts_with(ltrim(${text}), '{') THEN ${text} ELSE concat('{', ${text}, '}') END`;
  return (
    `CASE WHEN ${text} IS NULL THEN NULL WHEN json_valid(${braced}) ` +
    `THEN from_json(${braced}, ${mapShape}) END`
  );
};

/** SQL that reads a source column as a kind of value; NULL where there is nothing and where it is unreadable. */
export const parseSql = (kind: ValueKind, input: ParsedInput): string => {
  if (kind === 'text') return input.text;
  if (isDecimalKind(kind)) return decimal(input, scales[kind]);
  if (kind === 'instant') return instant(input);
  return kind === 'day' ? dayOf(input) : tags(input);
};

/** SQL for the reason why a text is unreadable as a kind of value. */
export const faultReasonSql = (kind: ValueKind, text: string): string => {
  if (isDecimalKind(kind)) {
    const digits = 38 - scales[kind];
    return (
      `CASE WHEN ${isNumber(text)} ` +
      `THEN 'has more than ${digits} digits before the point' ELSE 'is not a decimal number' END`
    );
  }
  return kind === 'day'
    ? `'is not a day such as 2026-01-31 or 01/31/2026'`
    : `'is not an instant such as 2026-01-31T00:00:00Z'`;
};
