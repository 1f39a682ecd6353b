import { isUtf8 } from 'node:buffer';
import { inputError } from '../shared/input-error.ts';
import type { InputFile } from './licences-input.ts';

/** V8 holds no text of 512 Mi characters or more (MDN, String: length). */
const mostBytes = 500 * 1024 * 1024;

/** What a decoder writes for bytes that it cannot read. */
const replacement = '\ufffd';

/**
 * The whole content of a file as text. Bytes that are not UTF-8 are refused and not replaced: two names that differ
 * in them would become one.
 *
 * @throws AppError `invalid_input` naming the file, and the line of what is not UTF-8
 */
export const readText = async (file: InputFile): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.read()) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      const problem = `The file is larger than ${mostBytes / 1024 / 1024} MiB.`;
      throw inputError(file.label, '', problem, 'Check that it is the right file.');
    }
    chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  const text = content.toString('utf8');
  if (isUtf8(content)) return text;
  const line = text.slice(0, text.indexOf(replacement)).split('\n').length;
  throw inputError(
    file.label,
    `line ${line}`,
    'found bytes that are not UTF-8.',
    'Save the file as UTF-8 text.',
  );
};
