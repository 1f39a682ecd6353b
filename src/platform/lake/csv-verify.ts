import { isUtf8 } from 'node:buffer';
import { type BytesOptions, gzipProblem, readCsvBytes } from './csv-bytes.ts';
import { type CsvFault, type CsvScanner, createCsvScanner, longestRecordBytes } from './csv-scan.ts';
import { errorAt } from './source-error.ts';
import type { SourceFile } from './source-file.ts';

/** What a sound CSV file turned out to hold. */
export interface CsvShape {
  /** Records below the header. */
  readonly rows: number;
  /** Whether some records end in LF and others in CRLF. */
  readonly mixedLineEnds: boolean;
  /** Whether a blank stands before an opening quote or after a closing one. */
  readonly blanksBesideQuotes: boolean;
}

const sentences: Record<CsvFault['kind'], (fault: CsvFault, fieldCount: number) => string> = {
  'too-few-fields': ({ found, atEnd }, fieldCount) =>
    `found ${found} fields; expected ${fieldCount}${atEnd ? ' (the file ends inside this row)' : ''}`,
  'too-many-fields': ({ found }, fieldCount) => `found ${found} fields; expected ${fieldCount}`,
  'open-quote': () => 'the file ends inside a quoted field; expected a closing quote',
  'text-after-quote': () => 'found text after a closing quote; expected a comma or the end of the line',
  'too-long': () =>
    `found more than ${longestRecordBytes / 1024 / 1024} MiB in one row; expected the end of the row (is a closing quote missing before?)`,
  'stray-return': () => 'found a carriage return that ends no line; expected LF or CRLF',
};

/** The column to look at: the first that a short row lacks, the last that a long one should have. */
const columnOf = ({ kind, field, found }: CsvFault, header: readonly string[]): string | undefined =>
  header[kind === 'too-few-fields' ? found : Math.min(field, header.length - 1)];

/** Bytes at the end that begin a character whose rest is in the next piece; at most three. */
const openCharacterBytes = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
};

/** Where the first character stands that is not UTF-8: after the longest valid beginning, found by halving. */
const invalidByteAt = (bytes: Uint8Array): number => {
  const valid = (length: number): boolean => {
    const start = bytes.subarray(0, length);
    return isUtf8(start.subarray(0, start.length - openCharacterBytes(start)));
  };
  let low = 0;
  let high = bytes.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (valid(middle)) low = middle;
    else high = middle;
  }
  return low - openCharacterBytes(bytes.subarray(0, low));
};

interface Check {
  readonly file: SourceFile;
  readonly header: readonly string[];
  readonly scanner: CsvScanner;
}

const failAtByte = (
  { file, header, scanner }: Check,
  bytes: Uint8Array,
  at: number,
  problem: string,
): never => {
  scanner.write(bytes.subarray(0, at));
  const { row, field } = scanner.position();
  throw errorAt(file, { row, column: header[field] }, problem, 'Export the file as UTF-8 text.');
};

const checkCharacters = (check: Check, bytes: Buffer): void => {
  const zero = bytes.indexOf(0);
  if (zero >= 0) failAtByte(check, bytes, zero, 'found a NUL byte; expected text');
  if (isUtf8(bytes)) return;
  const at = invalidByteAt(bytes);
  const found = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  failAtByte(check, bytes, at, `found the byte 0x${found}, which is not UTF-8; expected UTF-8 text`);
};

/**
 * Reads a CSV file through once and proves its structure: UTF-8 without NUL, a sound gzip stream, every quote
 * closed, every record as long as the header, the last one complete.
 *
 * @throws AppError `invalid_input` naming file, row (from 1 below the header) and, where there is one, column
 */
export const verifyCsv = async (
  file: SourceFile,
  header: readonly string[],
  options: BytesOptions = {},
): Promise<CsvShape> => {
  const scanner = createCsvScanner({
    fieldCount: header.length,
    onFault: (fault) => {
      const problem = sentences[fault.kind](fault, header.length);
      const place = { row: fault.row, column: columnOf(fault, header) };
      throw errorAt(file, place, problem, 'Correct this row, or export the file again.');
    },
  });
  const check: Check = { file, header, scanner };
  let carried: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of readCsvBytes(file, options)) {
      const bytes = carried.length === 0 ? piece : Buffer.concat([carried, piece]);
      const whole = bytes.subarray(0, bytes.length - openCharacterBytes(bytes));
      checkCharacters(check, whole);
      scanner.write(whole);
      carried = Buffer.from(bytes.subarray(whole.length));
    }
  } catch (error) {
    const problem = gzipProblem(error);
    if (problem === undefined) throw error;
    const { row, field } = scanner.position();
    throw errorAt(file, { row, column: header[field] }, problem, 'Download or copy the file again.');
  }
  if (carried.length > 0) checkCharacters(check, carried);
  scanner.end();
  return {
    rows: scanner.rows(),
    mixedLineEnds: scanner.mixedLineEnds(),
    blanksBesideQuotes: scanner.blanksBesideQuotes(),
  };
};
