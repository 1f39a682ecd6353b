/**
 * How the columns of one file become the columns of the lake. The engine of the field (which knows the formats)
 * makes plans; this folder carries them out and knows nothing about any vendor.
 */
export interface ImportPlan {
  /** What was recognised, such as `focus` or `aws-cur-2.0`. */
  readonly format: string;
  /** The version of FOCUS that the file is, or that it is mapped to. */
  readonly focusVersion: string;
  /** Every column of the lake, in its order. */
  readonly columns: readonly PlannedColumn[];
  /** Columns of the lake without which a row is rejected. */
  readonly required: readonly RequiredColumn[];
  /** Source columns that are kept, as text, in the last column `x_extra`. */
  readonly kept: readonly string[];
}

/** A column of the lake that needs a value, and what else is asked of a text. */
export interface RequiredColumn {
  readonly name: string;
  readonly maximumBytes?: number;
  /** A regular expression (RE2) that the whole text matches, and how a person says it. */
  readonly pattern?: { readonly expression: string; readonly expected: string };
}

export interface PlannedColumn {
  readonly name: string;
  readonly sqlType: string;
  /**
   * SQL over placeholders: `{Name}` is the text of a source column, NULL where the file does not have it;
   * `{Name:kind}` its value, see `ValueKind`. Undefined where the format has nothing for this column.
   */
  readonly expression: string | undefined;
}

/** A file to import: where it is, and what the person calls it. */
export interface ImportFile {
  readonly path: string;
  readonly name: string;
  /** SHA-256 of its bytes in hexadecimal, where it was computed while the file came in. */
  readonly sha256?: string;
}

/** Recognises a file by its column names; throws an AppError that says what was found when it cannot. */
export type PlanImport = (columnNames: readonly string[], fileLabel: string) => ImportPlan;

export const valueKinds = ['text', 'decimal24', 'decimal20', 'instant', 'day', 'tags'] as const;
/**
 * - `text`: as it stands
 * - `decimal24`, `decimal20`: DECIMAL(38, 24) and (38, 20); more places are rounded and the text is kept
 * - `instant`: TIMESTAMP in UTC from ISO 8601 (`T` or blank, with `Z`, an offset or neither)
 * - `day`: TIMESTAMP of its midnight, from ISO 8601 or the American `01/31/2026`
 * - `tags`: MAP(VARCHAR, VARCHAR) from a JSON object, with or without braces; anything else is NULL and kept
 */
export type ValueKind = (typeof valueKinds)[number];
