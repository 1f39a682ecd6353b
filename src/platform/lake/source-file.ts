import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';
import type { FileRefusal } from '../../shared/imports/refusals.ts';

type SourceKind = 'csv' | 'csv.gz' | 'parquet';

/** A file of rows, found readable and of a known kind. */
export interface SourceFile {
  /** What the person called it; errors use this. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: SourceKind;
  readonly sizeBytes: number;
}

export interface SourceOptions {
  /** Where input that cannot be read twice (standard input, pipes) is kept meanwhile. */
  readonly tempFolder: string;
  /** What `-` means. */
  readonly stdin: Readable;
  readonly signal?: AbortSignal | undefined;
}

const expected = 'a CSV file, a gzipped CSV file or a Parquet file';

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'You may not read this file.',
  EPERM: 'You may not read this file.',
  EISDIR: 'This is a folder.',
  ENAMETOOLONG: 'The name is too long to be a file.',
};

interface BadFile {
  readonly refusal?: FileRefusal;
  readonly cause?: unknown;
}

const badFile = (label: string, problem: string, fix: string, { refusal, cause }: BadFile = {}): AppError =>
  new AppError('invalid_input', {
    detail: `${label}: ${problem}`,
    fix,
    meta: { ...(refusal && { refusal }), file: label },
    cause,
  });

const asFileError = (label: string, error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const problem = unreadable[code];
  return problem === undefined ? error : badFile(label, problem, `Name ${expected}.`, { cause: error });
};

/** First bytes of formats that are mistaken for CSV, and what to do about each. */
const foreign: readonly { readonly magic: readonly number[]; readonly name: string; readonly fix: string }[] =
  [
    {
      magic: [0x50, 0x4b, 0x03, 0x04],
      name: 'a ZIP archive or an Excel workbook',
      fix: 'Extract it, or save it as CSV.',
    },
    {
      magic: [0x28, 0xb5, 0x2f, 0xfd],
      name: 'compressed with Zstandard',
      fix: 'Decompress it, or use gzip.',
    },
    { magic: [0x42, 0x5a, 0x68], name: 'compressed with bzip2', fix: 'Decompress it, or use gzip.' },
    { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'compressed with xz', fix: 'Decompress it, or use gzip.' },
    { magic: [0xff, 0xfe], name: 'text in UTF-16', fix: 'Save it as UTF-8.' },
    { magic: [0xfe, 0xff], name: 'text in UTF-16', fix: 'Save it as UTF-8.' },
  ];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

/** What the first bytes say; the name of a file says nothing reliable. */
const kindOf = (label: string, head: Uint8Array): SourceKind => {
  if (head.length === 0)
    throw badFile(label, `The file is empty; expected ${expected}.`, 'Export it again.', {
      refusal: 'empty',
    });
  if (startsWith(head, [0x1f, 0x8b])) return 'csv.gz';
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return 'parquet';
  const other = foreign.find(({ magic }) => startsWith(head, magic));
  if (other !== undefined) {
    throw badFile(label, `The file is ${other.name}; expected ${expected}.`, other.fix, {
      refusal: 'foreign',
    });
  }
  return 'csv';
};

const inspect = async (label: string, path: string): Promise<SourceFile> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(new Uint8Array(8), 0, 8, 0);
    return { label, path, kind: kindOf(label, buffer.subarray(0, bytesRead)), sizeBytes: size };
  } finally {
    await handle.close();
  }
};

let spooled = 0;

/** Keeps a stream in a file, because its kind, structure and values are read one after the other. */
const spool = async (from: Readable, options: SourceOptions): Promise<string> => {
  spooled += 1;
  const path = join(options.tempFolder, `input-${spooled}`);
  await pipeline(from, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal: options.signal });
  return path;
};

/**
 * Finds a file of rows by its name; `-` is standard input, and a pipe is kept in the temp folder first.
 *
 * @throws AppError `invalid_input` naming the file when it is missing, a folder, not permitted, empty, or of a
 * kind that is not read
 */
export const openSourceFile = async (name: string, options: SourceOptions): Promise<SourceFile> => {
  const label = name === '-' ? 'standard input' : name;
  try {
    if (name === '-') return await inspect(label, await spool(options.stdin, options));
    const path = resolve(name);
    const found = await stat(path);
    if (found.isDirectory()) throw badFile(label, 'This is a folder.', `Name ${expected}.`);
    if (found.isFile()) return await inspect(label, path);
    return await inspect(label, await spool(createReadStream(path), options));
  } catch (error) {
    throw asFileError(label, error);
  }
};
