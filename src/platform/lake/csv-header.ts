import { AppError } from '../../shared/errors.ts';
import type { FileRefusal } from '../../shared/imports/refusals.ts';
import { gzipProblem, readCsvBytes } from './csv-bytes.ts';
import type { SourceFile } from './source-file.ts';

/** A header is a few kilobytes; more than this without a line end is no CSV. */
const longestHeaderBytes = 1 << 20;

const bad = (file: SourceFile, problem: string, fix: string, refusal?: FileRefusal): AppError =>
  new AppError('invalid_input', {
    detail: `${file.label}, header: ${problem}`,
    fix,
    meta: { ...(refusal && { refusal }), file: file.label, row: 0 },
  });

/** The first record of a text, or undefined while it has not ended; `atEnd` ends it at the end of the text. */
const parseFirstRecord = (text: string, atEnd: boolean): readonly string[] | undefined => {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] !== '"') quoted = false;
      else {
        field += '"';
        at += 1;
      }
    } else if (char === '"' && (field === '' || field === ' ')) {
      // One blank before the quote is skipped, as in the rows.
      field = '';
      quoted = true;
    } else if (char === ',') {
      fields.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') return [...fields, field];
    else field += char;
  }
  return atEnd && !quoted ? [...fields, field] : undefined;
};

const readFirstRecord = async (file: SourceFile, signal?: AbortSignal): Promise<readonly string[]> => {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of readCsvBytes(file, { signal })) {
    pieces.push(piece);
    total += piece.length;
    // Decoded anew from the start: a piece can end inside a character.
    const record = parseFirstRecord(Buffer.concat(pieces).toString('utf8'), false);
    if (record !== undefined) return record;
    if (total > longestHeaderBytes) {
      throw bad(
        file,
        'The first line does not end; expected column names.',
        'Check that this is a CSV file.',
      );
    }
  }
  const record = parseFirstRecord(Buffer.concat(pieces).toString('utf8'), true);
  if (record === undefined) {
    throw bad(file, 'The file ends inside a quoted column name.', 'Export the file again.');
  }
  return record;
};

const rejectForeignDelimiter = (file: SourceFile, names: readonly string[]): void => {
  const [only = ''] = names;
  const found = names.length > 1 ? undefined : [';', '\t', '|'].find((delimiter) => only.includes(delimiter));
  if (found === undefined) return;
  const shown = found === '\t' ? 'a tab' : `"${found}"`;
  throw bad(
    file,
    `Columns are separated by ${shown}; expected ",".`,
    'Export the file with commas.',
    'delimiter',
  );
};

const rejectDuplicates = (file: SourceFile, names: readonly string[]): void => {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const earlier = name === '' ? undefined : first.get(name);
    if (earlier !== undefined) {
      throw bad(
        file,
        `Column "${name}" appears twice, as field ${earlier + 1} and field ${index + 1}; expected each name once.`,
        'Remove or rename one of the two.',
      );
    }
    first.set(name, index);
  }
};

/**
 * The column names of a CSV file, in the order of the file, blanks around them removed. Unnamed columns are
 * empty texts.
 *
 * @throws AppError `invalid_input` for no header, another delimiter, or a name that appears twice
 */
export const readCsvHeader = async (file: SourceFile, signal?: AbortSignal): Promise<readonly string[]> => {
  const record = await readFirstRecord(file, signal).catch((error: unknown) => {
    const problem = gzipProblem(error);
    throw problem === undefined ? error : bad(file, problem, 'Download or copy the file again.', 'damaged');
  });
  const names = record.map((name) => name.trim());
  if (names.every((name) => name === '')) {
    throw bad(file, 'The first line is empty; expected column names.', 'Export the file again.');
  }
  rejectForeignDelimiter(file, names);
  rejectDuplicates(file, names);
  return names;
};
