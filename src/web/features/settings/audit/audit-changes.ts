/** One field that an action changed. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Detail = Readonly<Record<string, unknown>> | null;

const written = (detail: Detail, field: string): string | undefined => {
  const value = detail?.[field];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Both sides of a change by field, in alphabetical order. */
export const changesOf = (before: Detail, after: Detail): readonly FieldChange[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .sort()
    .map((field) => ({ field, before: written(before, field), after: written(after, field) }));
