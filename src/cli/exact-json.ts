import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inputError } from '../shared/input-error.ts';
import type { InputFile } from './licences-input.ts';

/** What V8 hands a reviver beside key and value: the text of a number as it stands in the file. */
interface ReviverContext {
  readonly source?: string;
}

/**
 * Parses JSON and keeps every number as the text that stands in the file, digit for digit: no binary float on the way.
 *
 * @throws AppError `invalid_input` naming the file
 */
export const parseExactJson = (label: string, json: string): unknown => {
  try {
    return JSON.parse(json, (_key: string, value: unknown, context?: ReviverContext) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError(
      label,
      '',
      `This is not valid JSON: ${reason}.`,
      'Save the answer again, whole and unchanged.',
    );
  }
};

/** The whole content of a file as JSON, numbers as text. */
export const readExactJson = async (file: InputFile): Promise<unknown> =>
  parseExactJson(file.label, await text(Readable.from(file.read())));

/** A value as text that does not depend on the order of its names. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
};
