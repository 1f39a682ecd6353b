import type { AppError } from '../../shared/errors.ts';
import { inputError } from '../../shared/input-error.ts';
import { divideRecord } from '../lake/import/csv-records.ts';

/** A file as it is named to the user, and chunks of its content: unpacked, without a byte order mark. */
export interface CsvFile {
  readonly label: string;
  read(): AsyncIterable<Buffer>;
}

export interface CsvSink {
  /** Takes the error of a row with too few or too many fields, and reading goes on; without it, reading ends there. */
  readonly fault?: (error: AppError, row: number, line: number) => void;
  /** Takes the header and returns what takes rows; `row` is counted from 1 below the header, `line` from 1 in the file. */
  begin(header: readonly string[]): (cells: readonly string[], row: number, line: number) => void;
}

const quote = '"';

/** Cells of one record: plain where nothing is quoted, RFC 4180 where something is. */
export const splitRecord = (text: string): string[] => {
  if (!text.includes(quote)) return text.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let start = at;
    while (text[start] === ' ' && text[start + 1] === quote) start += 1;
    if (text[start] === quote) {
      let close = text.indexOf(quote, start + 1);
      while (text[close + 1] === quote) close = text.indexOf(quote, close + 2);
      cells.push(text.slice(start + 1, close).replaceAll('""', quote));
      const next = text.indexOf(',', close);
      if (next < 0) return cells;
      at = next + 1;
    } else {
      const next = text.indexOf(',', at);
      cells.push(next < 0 ? text.slice(at) : text.slice(at, next));
      if (next < 0) return cells;
      at = next + 1;
    }
  }
};

const fix = 'Export the file again, or repair the row.';

/** A row as a message names it: counted below the header, and as an editor counts. */
export const rowPlace = (row: number, line: number): string => `row ${row} (line ${line})`;

/** Ends of lines in a record; quoted fields may hold some. */
const lineEnds = (bytes: Buffer, start: number, end: number): number => {
  let count = 0;
  for (let at = bytes.indexOf(0x0a, start); at >= 0 && at < end; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
};

interface Reading {
  header: readonly string[] | undefined;
  take: ((cells: readonly string[], row: number, line: number) => void) | undefined;
  row: number;
  /** Of the record under way, counted from 1. */
  line: number;
}

const acceptHeader = (label: string, cells: readonly string[], sink: CsvSink, reading: Reading): void => {
  const names = cells.map((name) => name.trim());
  const repeated = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw inputError(label, 'header', `The column "${repeated}" appears twice.`, 'Keep one of the two.');
  }
  reading.header = names;
  reading.take = sink.begin(names);
};

const acceptRecord = (label: string, text: string, sink: CsvSink, reading: Reading): void => {
  if (reading.header === undefined || reading.take === undefined) {
    acceptHeader(label, splitRecord(text), sink, reading);
    return;
  }
  if (text === '') return;
  reading.row += 1;
  const cells = splitRecord(text);
  if (cells.length !== reading.header.length) {
    const problem = `found ${cells.length} fields, expected ${reading.header.length} as in the header.`;
    const error = inputError(label, rowPlace(reading.row, reading.line), problem, fix);
    if (!sink.fault) throw error;
    sink.fault(error, reading.row, reading.line);
    return;
  }
  reading.take(cells, reading.row, reading.line);
};

/** Takes every whole record from the buffer and returns what is left. */
const drain = (label: string, bytes: Buffer, atEnd: boolean, sink: CsvSink, reading: Reading): Buffer => {
  let start = 0;
  while (start < bytes.length) {
    const found = divideRecord(bytes, start, atEnd);
    if (found.kind === 'more') break;
    if (found.kind === 'broken') {
      const place = reading.header === undefined ? 'header' : rowPlace(reading.row + 1, reading.line);
      throw inputError(label, place, `This record ${found.reason}.`, fix);
    }
    acceptRecord(label, bytes.toString('utf8', start, found.textEnd), sink, reading);
    reading.line += lineEnds(bytes, start, found.end);
    start = found.end;
  }
  return bytes.subarray(start);
};

/**
 * Reads a CSV file record by record: comma, quotes by RFC 4180, LF or CRLF, with or without a byte order mark or
 * gzip. Rows without any text are skipped. Returns the number of rows.
 *
 * @throws AppError `invalid_input` naming file and row
 */
export const readCsv = async (file: CsvFile, sink: CsvSink): Promise<number> => {
  const reading: Reading = { header: undefined, take: undefined, row: 0, line: 1 };
  let left = Buffer.alloc(0);
  for await (const chunk of file.read()) {
    const bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    left = drain(file.label, bytes, false, sink, reading) as Buffer<ArrayBuffer>;
  }
  drain(file.label, left, true, sink, reading);
  if (reading.header === undefined) {
    throw inputError(file.label, '', 'The file is empty; a header was expected.', 'Export the file again.');
  }
  return reading.row;
};
