import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inputError } from '../shared/input-error.ts';
import { notJson, parseNumbers } from '../shared/parse-json.ts';
import type { InputFile } from './licences-input.ts';

const fix = 'Save the answer again, whole and unchanged.';

/**
 * Parses JSON and keeps every number as the text that stands in the file, digit for digit: no binary float on the way.
 * `place` is `$` for a whole file.
 *
 * @throws AppError `invalid_input` naming the file and the place, for a whole file line and column, too
 */
export const parseExactJson = (label: string, place: string, json: string): unknown => {
  try {
    return parseNumbers(json, (_value, source) => source);
  } catch {
    throw notJson(label, place, json, fix);
  }
};

/** V8 holds no text of 512 Mi characters or more (MDN, String: length). */
const mostBytes = 500 * 1024 * 1024;

async function* limited(file: InputFile): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of file.read()) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      const problem = `The file is larger than ${mostBytes / 1024 / 1024} MiB.`;
      throw inputError(file.label, '', problem, 'Check that it is the right file.');
    }
    yield chunk;
  }
}

/** The whole content of a file as JSON, numbers as text. */
export const readExactJson = async (file: InputFile): Promise<unknown> =>
  parseExactJson(file.label, '$', await text(Readable.from(limited(file))));

/** A value as text that does not depend on the order of its names. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
};
