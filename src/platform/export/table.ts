/** What a column holds: texts are made harmless; numbers (counts are whole ones) and dates stay what they are. */
export type ColumnKind = 'text' | 'number' | 'count' | 'instant' | 'day';

export interface ExportColumn {
  readonly header: string;
  readonly kind: ColumnKind;
}

/** One value for each column: numbers as decimal text, instants and days in ISO 8601, null for nothing. */
export type ExportRow = readonly (string | null)[];

/** A table on its way to a file. Rows come in batches, so that the memory does not grow with them. */
export interface ExportTable {
  /** Of the sheet; at most 28 characters are shown. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly batches: AsyncIterable<readonly ExportRow[]>;
}

/** Whether a text is a plain decimal number; whatever else stands in a number column is treated as text. */
export const isNumber = (text: string): boolean => /^-?\d{1,60}(\.\d{1,60})?$/.test(text);
