import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { inputError } from '../shared/input-error.ts';

/** A file as it is named to the user, and its bytes. */
export interface InputFile {
  readonly label: string;
  /** Chunks of the content, unpacked if it was packed with gzip, without a byte order mark. */
  read(): AsyncIterable<Buffer>;
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Joins chunks at the beginning until what the bytes are can be told. */
const startOf = async (chunks: AsyncIterator<Buffer>, length: number): Promise<Buffer> => {
  let start = Buffer.alloc(0);
  while (start.length < length) {
    const next = await chunks.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
};

async function* rest(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function* withoutMark(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await startOf(chunks, byteOrderMark.length);
  const start = first.subarray(0, 3).equals(byteOrderMark) ? first.subarray(3) : first;
  yield* rest(start, chunks);
}

async function* unpacked(label: string, source: Readable): AsyncGenerator<Buffer> {
  const chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const start = await startOf(chunks, 2);
  const content = rest(start, chunks);
  if (!isGzip(start)) {
    yield* withoutMark(content);
    return;
  }
  const gunzip = createGunzip();
  const feed = async (): Promise<void> => {
    for await (const chunk of content) {
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
    }
    gunzip.end();
  };
  const fed = feed().catch((error: unknown) => gunzip.destroy(error as Error));
  try {
    yield* withoutMark(gunzip);
    await fed;
  } catch {
    throw inputError(label, '', 'The gzip data is damaged or ends early.', 'Export or pack the file again.');
  }
}

/** A file on disk, or standard input for `-`. */
export const inputFile = (path: string, stdin: Readable): InputFile =>
  path === '-'
    ? { label: 'standard input', read: () => unpacked('standard input', stdin) }
    : { label: path, read: () => unpacked(path, createReadStream(path, { highWaterMark: 1 << 18 })) };

/**
 * Refuses a path that is no readable file. A pipe is one (`<(zcat …)`): what it holds is read once.
 *
 * @throws AppError `invalid_input` naming the path
 */
export const requireFile = async (path: string, fix: string): Promise<void> => {
  if (path === '-') return;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw inputError(path, '', 'There is no such file.', fix);
  if (!found.isFile() && !found.isFIFO()) throw inputError(path, '', 'This is not a file.', fix);
  const isReadable = await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!isReadable) throw inputError(path, '', 'You may not read this file.', fix);
};
