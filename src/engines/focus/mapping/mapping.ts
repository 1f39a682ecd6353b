import type { FocusColumnName } from '../columns.ts';

/** The formats of cost exports that are read. */
export const exportFormats = ['focus', 'azure-ea', 'azure-mca', 'aws-cur-2.0'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * How one FOCUS column is made.
 *
 * `expression` is SQL in which `{Name}` stands for the text of a source column (NULL where the file lacks the
 * column or the field is empty) and `{Name:kind}` for its value: `decimal24` and `decimal20` (exact, so many
 * places), `instant` (ISO 8601, in UTC), `day` (`2026-01-31` or `01/31/2026`), `tags` (a JSON object, with or
 * without its braces). `{?Name}` is whether the file has the column at all. A row whose text cannot be read as that kind is rejected.
 */
export interface MappedColumn {
  readonly target: FocusColumnName;
  readonly expression: string;
  /** What a reader of the documentation wants to know: the rule in words, and its limits. */
  readonly note: string;
}

/** How an export becomes FOCUS, column by column. Columns that are not listed stay empty. */
export interface Mapping {
  readonly format: ExportFormat;
  readonly title: string;
  /** Columns that identify the format; each entry is one name or several alternatives. */
  readonly signature: readonly (readonly string[])[];
  /** Columns that never occur in this format. */
  readonly foreign: readonly string[];
  readonly columns: readonly MappedColumn[];
  /** Source columns that are worth nothing in `x_extra`; every other unmapped column is kept there. */
  readonly dropped: readonly string[];
  /** FOCUS columns that this export cannot tell, and why. */
  readonly unknown: readonly { readonly columns: readonly FocusColumnName[]; readonly reason: string }[];
  /** Paragraphs about the whole. */
  readonly remarks: readonly string[];
  readonly sources: readonly string[];
}

/** Declares one mapped column. */
export const maps = (target: FocusColumnName, expression: string, note: string): MappedColumn => ({
  target,
  expression,
  note,
});

const placeholder = /\{([A-Za-z_][A-Za-z0-9_]*)(?::([a-z0-9]+))?\}/g;

/** The source columns that an expression reads, in order of appearance, each once. */
export const sourceColumnsOf = (expression: string): readonly string[] => [
  ...new Set(Array.from(expression.matchAll(placeholder), (match) => match[1] ?? '')),
];

/** A `case` over texts: `whenText('{ChargeType}', { Usage: 'Usage' }, 'Adjustment')`. */
export const whenText = (
  subject: string,
  values: Readonly<Record<string, string>>,
  otherwise: string | null,
): string => {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const branches = Object.entries(values).map(([from, to]) => `when ${quoted(from)} then ${quoted(to)}`);
  return `case ${subject} ${branches.join(' ')}${otherwise === null ? '' : ` else ${quoted(otherwise)}`} end`;
};
