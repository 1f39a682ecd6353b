import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';
import type { FileRefusal } from '../../../shared/imports/refusals.ts';
import { gzipProblem, readCsvBytes } from '../csv-bytes.ts';
import { readCsvHeader } from '../csv-header.ts';
import { csvRelation } from '../csv-table.ts';
import type { SourceFile } from '../source-file.ts';
import type { SourceTable } from '../source-table.ts';
import { type Divided, divideRecord } from './csv-records.ts';
import type { RejectLog } from './reject-log.ts';

export interface RepairOptions {
  /** Where the sound part of the file is written. */
  readonly path: string;
  readonly rejects: RejectLog;
  readonly signal?: AbortSignal | undefined;
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/** A file without the rows whose structure is unsound, and the number of each row that is left. */
export interface RepairedTable {
  readonly table: SourceTable;
  /** SQL for the number of a row in the original file, from 1 below the header. */
  readonly rowNumber: string;
  /** Rows of the original file, the rejected ones included. */
  readonly rows: number;
  readonly rejectedRows: number;
}

/** A record longer than this is a quote that was never closed. */
const longestRecordBytes = 4 * 1024 * 1024;
const longestShownValue = 200;
const lineFeed = 0x0a;

interface Piece {
  readonly start: number;
  /** Before the line end. */
  readonly textEnd: number;
  readonly end: number;
  /** Why it cannot be imported; undefined for a sound record. */
  readonly reason: string | undefined;
}

/** The rest of the line, where a record cannot be found: the next line may begin a sound one. */
const lineAt = (bytes: Buffer, start: number, reason: string): Piece => {
  const found = bytes.indexOf(lineFeed, start);
  const textEnd = found < 0 ? bytes.length : found;
  return { start, textEnd, end: Math.min(bytes.length, textEnd + 1), reason };
};

const faultOf = (bytes: Buffer, fields: number, expected: number, last: boolean): string | undefined => {
  if (fields < expected) {
    return `has ${fields} of ${expected} fields${last ? '; the file ends inside this row' : ''}`;
  }
  if (fields > expected) return `has ${fields} fields; expected ${expected}`;
  if (bytes.includes(0)) return 'contains a NUL byte';
  return isUtf8(bytes) ? undefined : 'is not UTF-8 text';
};

const pieceAt = (
  bytes: Buffer,
  start: number,
  found: Exclude<Divided, { kind: 'more' }>,
  options: { readonly expected: number; readonly atEnd: boolean },
): Piece => {
  if (found.kind === 'broken') return lineAt(bytes, start, found.reason);
  const last = options.atEnd && found.end === bytes.length;
  const reason = faultOf(bytes.subarray(start, found.textEnd), found.fields, options.expected, last);
  return { start, textEnd: found.textEnd, end: found.end, reason };
};

/** The records of a file in order; a line without a single character is none. */
async function* recordsOf(
  file: SourceFile,
  expected: number,
  options: RepairOptions,
): AsyncGenerator<{ readonly bytes: Buffer; readonly reason: string | undefined }> {
  let buffer: Buffer = Buffer.alloc(0);
  const divide = function* (atEnd: boolean) {
    let start = 0;
    while (start < buffer.length) {
      const divided = divideRecord(buffer, start, atEnd);
      const complete = atEnd || buffer.length - start > longestRecordBytes;
      const lineIsWhole = complete || buffer.includes(lineFeed, start);
      if (!(divided.kind === 'record' || (divided.kind === 'broken' ? lineIsWhole : complete))) break;
      const piece =
        divided.kind === 'more'
          ? lineAt(buffer, start, 'has a quote that is never closed')
          : pieceAt(buffer, start, divided, { expected, atEnd });
      start = piece.end;
      if (piece.textEnd > piece.start) {
        yield { bytes: buffer.subarray(piece.start, piece.textEnd), reason: piece.reason };
      }
    }
    buffer = buffer.subarray(start);
  };
  for await (const chunk of readCsvBytes(file, options)) {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    yield* divide(false);
  }
  yield* divide(true);
}

/** Nobody can say how much is missing after damage to the compression: the file is refused as a whole. */
const asDamage = (file: SourceFile, error: unknown): unknown => {
  const problem = gzipProblem(error);
  if (problem === undefined) return error;
  return new AppError('invalid_input', {
    detail: `${file.label}: ${problem}; nothing of it was imported.`,
    fix: 'Download or copy the file again.',
    meta: { refusal: 'damaged' satisfies FileRefusal, file: file.label },
    cause: error,
  });
};

/**
 * Copies the sound records of a CSV file, each with its row number as a last field, and logs the others:
 * wrong numbers of fields, quotes that never close, bytes that are not text. Where a record cannot be divided
 * from the next one, its first line is rejected and reading goes on with the line after. This is the slow way,
 * taken only when the check of the structure has found a fault.
 *
 * @throws AppError `invalid_input` when the header is unsound or a gzip stream is damaged: how much is lost then
 * cannot be said
 */
export const repairCsv = async (file: SourceFile, options: RepairOptions): Promise<RepairedTable> => {
  const header = await readCsvHeader(file, options.signal);
  const output = createWriteStream(options.path, { flags: 'wx', mode: 0o600, highWaterMark: 1 << 20 });
  const written = finished(output);
  written.catch(() => undefined);
  let row = -1;
  let rejectedRows = 0;
  try {
    for await (const { bytes, reason } of recordsOf(file, header.length, options)) {
      row += 1;
      if (reason !== undefined && row > 0) {
        rejectedRows += 1;
        const value = bytes.subarray(0, longestShownValue).toString('utf8');
        await options.rejects.add({ file: file.label, row, column: null, value, reason });
        continue;
      }
      const whole = output.write(Buffer.concat([bytes, Buffer.from(`,${row}\n`)]));
      if (!whole) await Promise.race([once(output, 'drain', { signal: options.signal }), written]);
    }
    output.end();
    await written;
  } catch (error) {
    output.destroy();
    throw asDamage(file, error);
  }
  const repaired: SourceFile = { ...file, path: options.path, kind: 'csv' };
  const relation = (parallel: boolean) =>
    csvRelation(repaired, header.length + 1, { mixedLineEnds: false, blanksBesideQuotes: true, parallel });
  return {
    table: {
      file,
      from: relation(true),
      serialFrom: relation(false),
      columns: header.map((name, index) => ({
        name,
        value: `c${index}`,
        text: `nullif(c${index}, '')`,
        parquetType: undefined,
      })),
      rows: row - rejectedRows,
    },
    rowNumber: `c${header.length}::BIGINT`,
    rows: Math.max(0, row),
    rejectedRows,
  };
};
