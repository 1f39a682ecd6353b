import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from '../postgres/client.ts';
import { type Checkpoint, checkpointSchema, lineOf } from './checkpoint.ts';

/** Where the checkpoints outside the database are kept. */
export const checkpointFileOf = (dataDir: string): string => path.join(dataDir, 'audit', 'checkpoints.jsonl');

/** Longest line we write, with room; the last line is found by reading this much from the end. */
const lineMaximumBytes = 4096;

export interface CheckpointTail {
  readonly last: Checkpoint | undefined;
  /** Where the next line begins: behind the last complete one. */
  readonly endBytes: number;
}

/**
 * Finds the last complete line. A line that a crash cut short has no line break and is not counted.
 * @throws AppError `unavailable` when the last line is no checkpoint
 */
export const readTail = async (file: string): Promise<CheckpointTail> => {
  const { tail, endBytes } = await readEnd(file);
  if (endBytes === 0) return { last: undefined, endBytes };
  const last = parseLine(tail.slice(tail.lastIndexOf('\n', tail.length - 2) + 1, -1));
  if (last === undefined) throw unreadable(file);
  return { last, endBytes };
};

/** The last bytes of the file up to its last line break, and how long the file is up to there. */
const readEnd = async (file: string): Promise<{ tail: string; endBytes: number }> => {
  const handle = await open(file, 'r').catch(ignoreMissing);
  if (handle === undefined) return { tail: '', endBytes: 0 };
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - 2 * lineMaximumBytes);
    const bytes = Buffer.alloc(size - start);
    await handle.read(bytes, 0, bytes.length, start);
    const length = bytes.lastIndexOf(0x0a) + 1;
    if (length === 0 && start > 0) throw unreadable(file);
    return { tail: bytes.toString('utf8', 0, length), endBytes: start + length };
  } finally {
    await handle.close();
  }
};

const unreadable = (file: string): AppError =>
  new AppError('unavailable', {
    detail: `The last line of ${file} is not a checkpoint of the audit log.`,
    fix: 'Run `trimtab audit verify`. Keep the file as evidence, then move it away; the next checkpoint begins a new one.',
  });

/** Appends lines behind `endBytes` (a torn line there is overwritten) and returns when they are on the disk. */
export const appendLines = async (
  file: string,
  endBytes: number,
  checkpoints: readonly Checkpoint[],
): Promise<void> => {
  const handle = (await open(file, 'r+').catch(ignoreMissing)) ?? (await create(file));
  try {
    await handle.truncate(endBytes);
    await handle.write(`${checkpoints.map(lineOf).join('\n')}\n`, endBytes, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const create = async (file: string): Promise<FileHandle> => {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  // The name of a new file is durable only once its folder is.
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
  return handle;
};

/** A line of the file: a checkpoint, or undefined where it is none; a torn last line is left out. */
export interface FileLine {
  readonly line: number;
  readonly checkpoint: Checkpoint | undefined;
}

/** Reads the whole file, line by line. */
export async function* readLines(file: string): AsyncGenerator<FileLine> {
  const { endBytes } = await readEnd(file);
  if (endBytes === 0) return;
  const lines = createInterface({
    input: createReadStream(file, { end: endBytes - 1 }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    yield { line, checkpoint: parseLine(text) };
  }
}

const parseLine = (text: string): Checkpoint | undefined => {
  try {
    const parsed = checkpointSchema.parse(JSON.parse(text));
    // Only the canonical spelling is ours: a line that says the same in other bytes was written by somebody else.
    return lineOf(parsed) === text ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const ignoreMissing = (error: unknown): undefined => {
  if (errorCodeOf(error) !== 'ENOENT') throw error;
  return undefined;
};
