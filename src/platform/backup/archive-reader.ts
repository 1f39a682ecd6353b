import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import { AppError } from '../../shared/errors.ts';

/** An entry being read; asking for the next one gives up what was not consumed of it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Buffer>;
}

/** Hands over the next entry, or undefined at the end of the archive. */
export type NextEntry = () => Promise<ArchiveEntry | undefined>;

/** The one complaint about an archive: whatever is wrong, the answer is another copy. */
export const damaged = (file: string, what: string, cause?: unknown): AppError =>
  new AppError('unprocessable', {
    detail: `The backup ${file} is damaged: ${what}.`,
    fix: 'Nothing was restored from it. Use another copy or an earlier backup.',
    meta: { file },
    cause,
  });

/**
 * Opens an archive and lets `read` walk through it once, in order, at its own pace.
 * @throws AppError `unprocessable` when the file is no archive or ends too early.
 */
export const readArchive = async <T>(file: string, read: (next: NextEntry) => Promise<T>): Promise<T> => {
  const extract = tar.extract();
  const entries = extract[Symbol.asyncIterator]();
  let current: { resume(): unknown } | undefined;
  const next: NextEntry = async () => {
    // What nobody read of the entry before is skipped.
    current?.resume();
    const { value, done } = await entries.next().catch((error: unknown) => {
      throw damaged(file, error instanceof Error ? error.message : String(error), error);
    });
    if (done === true) return undefined;
    current = value;
    if (value.header.type !== 'file') throw damaged(file, `${value.header.name} is no plain file`);
    return {
      name: value.header.name,
      sizeBytes: value.header.size ?? 0,
      content: contentOf(file, value as AsyncIterable<Buffer>),
    };
  };
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const walk = async (): Promise<T> => {
    try {
      return await read(next);
    } finally {
      // Lets go of what was not read, on success and on failure.
      source.destroy();
      extract.destroy();
    }
  };
  const feeding = pipeline(source, extract);
  // Its failure reaches the reader through the entries, or is our own letting go.
  feeding.catch(() => undefined);
  await new Promise((resolve, reject) => {
    source.once('open', resolve);
    source.once('error', reject);
  });
  return walk();
};

async function* contentOf(file: string, entry: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* entry;
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** Reads a small entry into memory. */
export const readWhole = async (file: string, entry: ArchiveEntry, maximumBytes: number): Promise<Buffer> => {
  if (entry.sizeBytes > maximumBytes) throw damaged(file, `${entry.name} is larger than it can be`);
  const chunks: Buffer[] = [];
  for await (const chunk of entry.content) chunks.push(chunk);
  return Buffer.concat(chunks);
};
