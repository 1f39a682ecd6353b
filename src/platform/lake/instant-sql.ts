/**
 * SQL for an instant of an export's text as TIMESTAMPTZ, NULL where it is none. DuckDB alone does not read what Azure writes,
 * which is to the minute and with a zone (`2026-01-31T00:00Z`), nor small letters and blanks before the zone. It reads
 * more than `parseInstantText` does (`2026/1/31`): what is taken as an instant is decided there.
 */
export const instantSql = (text: string): string => {
  const seconds = `regexp_replace(upper(trim(${text})), '^(.{10})[T ](.{5})\\s*(Z|UTC|[+-].*)$', '\\1 \\2:00\\3')`;
  const zone = `regexp_replace(${seconds}, '\\s*(?:Z|UTC)$', 'Z')`;
  const tight = `regexp_replace(${zone}, '\\s+([+-][0-9:]+)$', '\\1')`;
  return `coalesce(try_cast(${text} AS TIMESTAMPTZ), try_cast(${tight} AS TIMESTAMPTZ))`;
};

const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?';
const pattern = `(?i)\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]${clock}\\s*(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)?)?\\s*`;

/** SQL for whether a text is an instant as `parseInstantText` takes them. */
export const isInstantSql = (text: string): string =>
  `(regexp_full_match(${text}, '${pattern}') AND try_cast(left(trim(${text}), 10) AS DATE) IS NOT NULL)`;
