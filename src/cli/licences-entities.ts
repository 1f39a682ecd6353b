import type { z } from 'zod';
import { type InputFile, inputError } from './licences-input.ts';
import { JsonSlicer, type Slice } from './licences-json-slices.ts';

const pathOf = (base: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    base,
  );

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
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
 * Checks a value read from a file.
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
  const expected = unknown === undefined ? (issue?.message ?? '') : 'no such name is known here';
  throw inputError(label, place, `found ${found}; ${expected}.`, fix);
};

/**
 * Parses JSON text.
 *
 * @throws AppError `invalid_input` naming the file and the place
 */
export const parseJson = (label: string, place: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError(label, place, `This is not valid JSON: ${reason}.`, 'Save the answer again, unchanged.');
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const graphFix = 'Save the answers of Microsoft Graph as they come.';

const refuseErrorAnswer = (label: string, place: string, value: unknown): void => {
  if (!isRecord(value) || !isRecord(value.error)) return;
  const { code, message } = value.error;
  throw inputError(
    label,
    place,
    `This is an error answer of Microsoft Graph (${String(code)}: ${String(message).slice(0, 300)}).`,
    'Repeat the request, with the permission that the message names.',
  );
};

interface Sink<T> {
  readonly schema: z.ZodType<T>;
  readonly take: (entity: T) => void;
  /** Told when the last page names a next one that is not there. */
  readonly onIncomplete: () => void;
}

/**
 * Reads the entities of saved Microsoft Graph answers: a single answer, an array of answer pages, or a bare
 * array of entities. The file is cut into entities while it is read, so that its size does not matter.
 *
 * @throws AppError `invalid_input` naming file and JSON path
 */
export const readEntities = async <T>(file: InputFile, sink: Sink<T>): Promise<void> => {
  const { label } = file;
  let lastNext: unknown;
  const entity = (path: string, value: unknown): void => {
    refuseErrorAnswer(label, path, value);
    if (!isRecord(value)) {
      throw inputError(label, path, `found ${shown(value)}, expected an object.`, graphFix);
    }
    sink.take(checkJson(label, path, sink.schema, value, graphFix));
  };
  const element = (path: string, value: unknown): void => {
    if (!isRecord(value) || !('value' in value)) {
      entity(path, value);
      return;
    }
    lastNext = value['@odata.nextLink'];
    if (!Array.isArray(value.value)) {
      throw inputError(label, `${path}.value`, `found ${shown(value.value)}, expected an array.`, graphFix);
    }
    for (const [index, each] of value.value.entries()) entity(`${path}.value[${index}]`, each);
  };
  const take = (slice: Slice): void => {
    const value = parseJson(label, slice.path, slice.text);
    if (slice.kind === 'element') element(slice.path, value);
    else if (slice.kind === 'entity') entity(slice.path, value);
    else {
      refuseErrorAnswer(label, '$', value);
      if (!isRecord(value) || !('value' in value)) {
        throw inputError(
          label,
          '$',
          'found an object without "value", expected a list of entities.',
          graphFix,
        );
      }
      lastNext = value['@odata.nextLink'];
    }
  };
  const slicer = new JsonSlicer(label, take);
  for await (const chunk of file.read()) slicer.push(chunk);
  slicer.end();
  if (typeof lastNext === 'string') sink.onIncomplete();
};
