import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, Gunzip } from 'node:zlib';
import type { SourceFile } from './source-file.ts';

export interface BytesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the file (not of its decompressed content) has been read. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

const chunkBytes = 1 << 20;

/** In the manner of zlib's own codes. */
const trailingCode = 'Z_TRAILING_BYTES';

/** What is wrong with a gzip stream, when that is why reading failed. */
export const gzipProblem = (error: unknown): string | undefined => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return undefined;
  if (code === 'Z_BUF_ERROR') return 'the gzip stream ends too early; the file was cut off';
  if (code === trailingCode) return 'the gzip stream is followed by bytes that do not belong to it';
  return `the gzip stream is damaged (${error instanceof Error ? error.message : code})`;
};

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.subarray(3)
    : bytes;

/** Node forgives zeros behind a gzip stream (padding of tapes), DuckDB does not: they would be found too late. */
const checkAllTaken = (file: SourceFile, stream: Readable): void => {
  if (!(stream instanceof Gunzip) || stream.bytesWritten >= file.sizeBytes) return;
  throw Object.assign(new Error('bytes follow the gzip stream'), { code: trailingCode });
};

const opened = (file: SourceFile, options: BytesOptions): Readable => {
  const raw = createReadStream(file.path, { highWaterMark: chunkBytes });
  raw.on('data', (chunk) => options.onRead?.(chunk.length));
  raw.pause();
  if (file.kind !== 'csv.gz') return raw;
  const unzipped = createGunzip({ chunkSize: chunkBytes });
  // The consumer of `unzipped` receives the error; a second, unhandled rejection would end the process.
  pipeline(raw, unzipped).catch(() => undefined);
  return unzipped;
};

/**
 * The content of a CSV file, decompressed, without its byte order mark, in pieces of about 1 MiB. gzip's
 * checksum is verified; `gzipProblem` explains the error.
 */
export async function* readCsvBytes(file: SourceFile, options: BytesOptions = {}): AsyncGenerator<Buffer> {
  const stream = opened(file, options);
  let first = true;
  try {
    for await (const chunk of stream) {
      options.signal?.throwIfAborted();
      const bytes = chunk as Buffer;
      yield first ? withoutMark(bytes) : bytes;
      first = false;
    }
    checkAllTaken(file, stream);
  } finally {
    stream.destroy();
  }
}
