import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { SourceFile } from '../platform/lake/source-file.ts';
import { fewOf, hint } from './hint.ts';
import type { CommandIo } from './run-command.ts';

const digestOf = async ({ path }: SourceFile, signal: AbortSignal): Promise<string> => {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), digest, { signal });
  return digest.digest('hex');
};

/** Pairs of files of which the second has what the first has. Only files of one size are read to find out. */
const findRepeated = async (
  files: readonly SourceFile[],
  signal: AbortSignal,
): Promise<readonly (readonly [SourceFile, SourceFile])[]> => {
  const repeated: (readonly [SourceFile, SourceFile])[] = [];
  for (const sameSize of Map.groupBy(files, ({ sizeBytes }) => sizeBytes).values()) {
    if (sameSize.length < 2) continue;
    const paths = await Promise.all(sameSize.map(({ path }) => realpath(path)));
    const isOneFile = new Set(paths).size === 1;
    const firsts = new Map<string, SourceFile>();
    for (const file of sameSize) {
      const digest = isOneFile ? '' : await digestOf(file, signal);
      const first = firsts.get(digest);
      if (first === undefined) firsts.set(digest, file);
      else repeated.push([first, file]);
    }
  }
  return repeated;
};

/** Says on standard error where a file was given twice, by the same path or the same content: its rows count twice. */
export const tellRepeated = async (
  files: readonly SourceFile[],
  io: Pick<CommandIo, 'stderr'>,
  signal: AbortSignal,
): Promise<void> => {
  const pairs = await findRepeated(files, signal);
  if (pairs.length === 0) return;
  const said = pairs.map(([first, second]) =>
    first.label === second.label ? `${second.label}` : `${second.label} (as ${first.label})`,
  );
  hint(
    io,
    `The same file was given more than once, and its rows count each time: ${fewOf(said)}.`,
    'Name it once.',
  );
};
