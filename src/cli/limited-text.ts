import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inputError } from '../shared/input-error.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

export interface LabelledText {
  readonly label: string;
  readonly content: string;
}

/**
 * Reads a whole file, or standard input for `-`, as text of so many bytes at most.
 *
 * @throws AppError `invalid_input` where it is not there, or longer
 */
export const readLimitedText = async (
  path: string,
  io: CommandIo,
  largestBytes: number,
  remedy: string,
): Promise<LabelledText> => {
  await requireFile(path, 'Check the path.');
  const file = inputFile(path, io.stdin);
  const limited = async function* () {
    let bytes = 0;
    for await (const chunk of file.read()) {
      bytes += chunk.length;
      if (bytes > largestBytes)
        throw inputError(file.label, '', `found more than ${largestBytes} bytes.`, remedy);
      yield chunk;
    }
  };
  return { label: file.label, content: await text(Readable.from(limited())) };
};
