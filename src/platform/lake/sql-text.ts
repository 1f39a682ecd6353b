/**
 * Text that is put into SQL where a bound parameter cannot stand: names of columns, and the arguments of
 * `read_csv`, `read_parquet` and `COPY`, which DuckDB wants as constants.
 */

/** A name in double quotes; any text is safe, DuckDB compares names without regard to case. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text constant in single quotes; backslashes mean nothing special to DuckDB. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A path of exactly one file. `read_csv` and `read_parquet` treat `*`, `?` and `[` as patterns; each is put in
 * brackets, which match the character itself.
 */
export const quotePath = (path: string): string => quoteText(path.replace(/[*?[]/g, '[$&]'));

/** A list constant of texts. */
export const quoteTexts = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`;
