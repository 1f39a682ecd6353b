import type { z } from 'zod';
import { expectedOf } from './expected.ts';
import { inputError } from './input-error.ts';

export { parseJson } from './parse-json.ts';

const pathOf = (base: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    base,
  );

const asJson = (value: unknown): string => {
  try {
    return JSON.stringify(value);
  } catch {
    // Lists in lists, tens of thousands deep: V8 reads them, and has no stack to write them.
    return 'something nested too deeply';
  }
};

/** A value as a message quotes it. */
export const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : asJson(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown => {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
};

/**
 * Checks a value read from a file or sent by a caller; `label` names which.
 *
 * @throws AppError `invalid_input` naming the file, the JSON path, what was found and what was expected
 */
export const checkJson = <T extends z.ZodType>(
  label: string,
  base: string,
  schema: T,
  value: unknown,
  fix: string,
): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const place = pathOf(base, unknown === undefined ? path : [...path, unknown]);
  const found = shown(valueAt(value, unknown === undefined ? path : [...path, unknown]));
  const expected = unknown === undefined ? (issue ? expectedOf(issue) : '') : 'no such name is known here';
  throw inputError(label, place, `found ${found}; ${expected}.`, fix);
};
