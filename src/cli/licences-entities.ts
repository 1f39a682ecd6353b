import type { z } from 'zod';
import { checkJson, parseJson, shown } from '../shared/check-json.ts';
import { inputError } from '../shared/input-error.ts';
import type { Slice } from './json-slice.ts';
import { JsonSlicer } from './json-slices.ts';
import type { InputFile } from './licences-input.ts';

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
    const value = parseJson(label, slice.path, slice.text, graphFix);
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
  const slicer = new JsonSlicer(
    { label, fix: 'Save the answers of Microsoft Graph as they come, up to the end.', lists: ['value'] },
    take,
  );
  for await (const chunk of file.read()) slicer.push(chunk);
  slicer.end();
  if (typeof lastNext === 'string') sink.onIncomplete();
};
