import type { AppError } from './errors.ts';
import { inputError } from './input-error.ts';

/** What V8 hands a reviver beside key and value: the text of a number as it stands in the file. */
interface ReviverContext {
  readonly source?: string;
}

export type NumberReader = (value: number, source: string) => unknown;

/** `JSON.parse`, with every number read from its text. */
export const parseNumbers = (text: string, read: NumberReader): unknown =>
  JSON.parse(text, (_key: string, value: unknown, context?: ReviverContext) =>
    typeof value === 'number' ? read(value, context?.source ?? String(value)) : value,
  );

const messageOf = (text: string): string => {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const isUnexpected = (message: string): boolean => message.startsWith('Unexpected token');

/** V8 names no place for an unexpected character: it is the last one of the shortest beginning that has it. */
const placeOfToken = (text: string): number => {
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isUnexpected(messageOf(text.slice(0, middle)))) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};

interface Fault {
  readonly at: number;
  readonly what: string;
}

const faultOf = (text: string, message: string): Fault => {
  // It is JSON, and deeper than the stack of what reads its numbers.
  if (message === '') return { at: 0, what: 'it is nested too deeply' };
  if (isUnexpected(message)) {
    const at = placeOfToken(text);
    return { at, what: `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}` };
  }
  const named = / (?:in JSON )?at position (\d+)/.exec(message);
  if (named) return { at: Number(named[1]), what: message.slice(0, named.index) };
  return { at: text.length, what: 'it ends before it is complete' };
};

const lineAndColumn = (text: string, at: number): string => {
  const before = text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  return `line ${before.split('\n').length}, column ${at - start + 1}`;
};

/** What a file of the user's own wants when it is not JSON. */
const ownFix = 'Correct the file at that place.';

/**
 * The error for text that `JSON.parse` refused. For a whole file (`place` is `$`) it names line and column; for
 * a piece of one it keeps the place of the piece.
 */
export const notJson = (label: string, place: string, text: string, fix: string): AppError => {
  if (text.trim() === '') {
    const remedy = fix === ownFix ? 'Fill the file, or leave it out.' : fix;
    return inputError(label, '', 'The file is empty; JSON was expected.', remedy);
  }
  const { at, what } = faultOf(text, messageOf(text));
  const where = place === '$' ? ` at ${lineAndColumn(text, at)}` : '';
  return inputError(label, place, `This is not valid JSON${where}: ${what}.`, fix);
};

/** A number that may lie beyond what a binary float holds: `1e400`, or very many digits. */
const mayOverflow = /[eE]\+?\d{3}|\d{300}/;

const refuseOverflow = (label: string, place: string, text: string): void => {
  if (!mayOverflow.test(text)) return;
  parseNumbers(text, (value, source) => {
    if (Number.isFinite(value)) return value;
    const found = source.length > 80 ? `${source.slice(0, 77)}...` : source;
    const where = place === '$' ? ` at ${lineAndColumn(text, text.indexOf(source))}` : '';
    throw inputError(
      label,
      place,
      `found ${found}${where}; expected a smaller number.`,
      'Correct the number.',
    );
  });
};

/**
 * Parses JSON text. `fix` is the remedy for this kind of file.
 *
 * @throws AppError `invalid_input` naming the file and the place that is given, for a whole file line and column, too
 */
export const parseJson = (label: string, place: string, text: string, fix: string = ownFix): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(label, place, text, fix);
  }
  refuseOverflow(label, place, text);
  return value;
};
