import { notJson, parseNumbers } from '../shared/parse-json.ts';
import { readText } from './input-text.ts';
import type { InputFile } from './licences-input.ts';

/** Most of what is read so is the answer of a service. */
const answerFix = 'Save the answer again, whole and unchanged.';

/**
 * Parses JSON and keeps every number as the text that stands in the file, digit for digit: no binary float on the way.
 * `place` is `$` for a whole file; `read` may write a number in another way; `fix` is the remedy for this kind of file.
 *
 * @throws AppError `invalid_input` naming the file and the place, for a whole file line and column, too
 */
export const parseExactJson = (
  label: string,
  place: string,
  json: string,
  read: (source: string) => string = (source) => source,
  fix: string = answerFix,
): unknown => {
  try {
    return parseNumbers(json, (_value, source) => read(source));
  } catch {
    throw notJson(label, place, json, fix);
  }
};

/** The whole content of a file as JSON, numbers as text. `fix` is the remedy for a file that is none, by its kind. */
export const readExactJson = async (file: InputFile, fix: string = answerFix): Promise<unknown> =>
  parseExactJson(file.label, '$', await readText(file), undefined, fix);

/** A value as text that does not depend on the order of its names. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
};
