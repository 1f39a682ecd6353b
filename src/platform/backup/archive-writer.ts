import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import type { BackupEntry } from './format.ts';

/** Writes entries one after the other into a tar; nothing but the entry in hand is kept in memory. */
export interface ArchiveWriter {
  readonly entries: readonly BackupEntry[];
  add(name: string, content: Buffer): Promise<void>;
  /** Adds a file as long as it is now; what is appended meanwhile is left out. */
  addFile(name: string, file: string): Promise<void>;
  /** Ends the archive; resolves when the destination has everything. */
  finish(): Promise<void>;
  /** Gives up. */
  abort(error: unknown): void;
}

/** Starts an archive on a destination, which it ends. */
export const createArchiveWriter = (destination: Writable, modifiedAt: Date): ArchiveWriter => {
  const pack = tar.pack();
  const writing = pipeline(Readable.from(pack), destination);
  // Whoever adds next, or finishes, hears of a failure; until then it is not an unhandled one.
  let failure: unknown;
  writing.catch((error: unknown) => {
    failure = error;
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const entries: BackupEntry[] = [];

  /** Resolves when the entry is through, which is how the destination's pace reaches the source. */
  const entry = (name: string, sizeBytes: number, source: AsyncIterable<Buffer>): Promise<string> => {
    if (failure !== undefined) throw failure;
    const hash = createHash('sha256');
    return new Promise((resolve, reject) => {
      const header = { name, size: sizeBytes, mode: 0o600, mtime: modifiedAt };
      const sink = pack.entry(header, (error) =>
        error ? reject(failure ?? error) : resolve(hash.digest('hex')),
      );
      const hashed = Readable.from(source).on('data', (chunk: Buffer) => hash.update(chunk));
      hashed.once('error', (error) => {
        reject(error);
        sink.destroy(error);
      });
      hashed.pipe(sink);
    });
  };

  return {
    entries,
    add: async (name, content) => {
      const sha256 = await entry(name, content.byteLength, Readable.from([content]));
      entries.push({ name, sizeBytes: content.byteLength, sha256 });
    },
    addFile: async (name, file) => {
      const handle = await open(file);
      try {
        const { size } = await handle.stat();
        const range = { start: 0, end: size - 1, highWaterMark: 1 << 20 };
        const content =
          size === 0 ? Readable.from([]) : handle.createReadStream({ ...range, autoClose: false });
        const sha256 = await entry(name, size, content);
        entries.push({ name, sizeBytes: size, sha256 });
      } finally {
        await handle.close();
      }
    },
    finish: async () => {
      pack.finalize();
      await writing;
    },
    abort: (error) => {
      pack.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  };
};
