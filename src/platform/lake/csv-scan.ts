/** What is wrong with the structure of a CSV file, and where; nothing about the meaning of its values. */
export interface CsvFault {
  readonly kind:
    | 'too-few-fields'
    | 'too-many-fields'
    | 'open-quote'
    | 'text-after-quote'
    | 'stray-return'
    | 'too-long';
  /** The record, counted from 1 below the header; 0 is the header itself. Blank lines do not count. */
  readonly row: number;
  /** The field inside the record where it went wrong, counted from 0. */
  readonly field: number;
  /** Fields in the record, for too few and too many. */
  readonly found: number;
  /** Whether the file ends here: the record was probably cut off. */
  readonly atEnd: boolean;
}

export interface CsvScanOptions {
  /** Fields of every record, the header included. */
  readonly fieldCount: number;
  /**
   * Told about each fault. Counting goes on after a wrong number of fields; after any other fault the rest of
   * the file cannot be trusted, so throw.
   */
  readonly onFault: (fault: CsvFault) => void;
}

export interface CsvScanner {
  /** Takes the next bytes of the file, without a byte order mark. */
  write(bytes: Uint8Array): void;
  /** Says that no bytes follow; a last record without a line end is complete. */
  end(): void;
  /** The record and field being read: where a byte that was not yet written would stand. */
  position(): { readonly row: number; readonly field: number };
  /** Records below the header so far. */
  rows(): number;
  /** Whether both LF and CRLF end records. */
  mixedLineEnds(): boolean;
  /** Whether a blank stands before an opening quote or after a closing one, where RFC 4180 has none. */
  blanksBesideQuotes(): boolean;
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/**
 * A record of this many bytes is always taken; one that is longer by more than a written piece is a fault. A row
 * of costs has a few kilobytes: more is an opening quote that nobody closed.
 */
export const longestRecordBytes = 14 * 1024 * 1024;

/**
 * Where the next byte falls. `closed` is after a quote inside a quoted field: it ends, or a quote is doubled.
 * `blank` is after one blank that begins a field: DuckDB lets a quoted field follow, after two it does not.
 * `trailing` is after blanks behind a quoted field.
 */
const states = { fieldStart: 0, plain: 1, quoted: 2, closed: 3, returned: 4, blank: 5, trailing: 6 } as const;
type State = (typeof states)[keyof typeof states];

/**
 * Checks the structure of a CSV file (RFC 4180, comma and double quotes) byte by byte, without building a
 * single field: every record has as many fields as the header, every quote closes, nothing follows a closing
 * quote but blanks. A quote inside an unquoted field is an ordinary character, as in Python's csv and DuckDB; one
 * blank before an opening quote (`a, "b"`) is skipped, as DuckDB does.
 *
 * DuckDB's reader is faster at values but names physical lines, forgives an extra empty field and takes a cut
 * gzip stream for the end of the file; this says what is wrong by record and counts records independently.
 */
export const createCsvScanner = ({ fieldCount, onFault }: CsvScanOptions): CsvScanner => {
  let state: State = states.fieldStart;
  let row = 0;
  let field = 0;
  let plainEnds = false;
  let windowsEnds = false;
  let besideQuotes = false;
  let blankBeforeReturn = false;
  let rowAtLastPiece = 0;
  let openRecordBytes = 0;

  const fault = (kind: CsvFault['kind'], atEnd = false): void =>
    onFault({ kind, row, field, found: field + 1, atEnd });

  const isBlankLine = (): boolean => state === states.fieldStart && field === 0;

  const endRecord = (atEnd: boolean): void => {
    if (field + 1 < fieldCount) fault('too-few-fields', atEnd);
    else if (field + 1 > fieldCount) fault('too-many-fields', atEnd);
    row += 1;
    field = 0;
    state = states.fieldStart;
  };

  /** A line end; a line without a single character is no record. */
  const endLine = (blank: boolean): void => {
    if (blank) state = states.fieldStart;
    else endRecord(false);
  };

  /** A blank or any other character that is no mark, outside quotes. */
  const takeText = (byte: number): void => {
    const afterQuote = state === states.closed || state === states.trailing;
    if (afterQuote && byte !== space) fault('text-after-quote');
    if (afterQuote) {
      besideQuotes = true;
      state = states.trailing;
    } else state = state === states.fieldStart && byte === space ? states.blank : states.plain;
  };

  const takeQuote = (): void => {
    if (state === states.plain) return;
    if (state === states.trailing) fault('text-after-quote');
    if (state === states.blank) besideQuotes = true;
    state = states.quoted;
  };

  /** Any byte outside quotes that is not the inside of a plain field. */
  const take = (byte: number): void => {
    if (state === states.returned) {
      if (byte !== lineFeed) fault('stray-return');
      windowsEnds = true;
      endLine(blankBeforeReturn);
    } else if (byte === comma) {
      field += 1;
      state = states.fieldStart;
    } else if (byte === quote) {
      takeQuote();
    } else if (byte === lineFeed) {
      plainEnds = true;
      endLine(isBlankLine());
    } else if (byte === carriageReturn) {
      blankBeforeReturn = isBlankLine();
      state = states.returned;
    } else {
      takeText(byte);
    }
  };

  const write = (bytes: Uint8Array): void => {
    const { length } = bytes;
    let at = 0;
    while (at < length) {
      if (state === states.quoted) {
        while (at < length && bytes[at] !== quote) at += 1;
        if (at < length) state = states.closed;
      } else {
        // Nothing above the comma can change the state inside a plain field.
        if (state === states.plain) while (at < length && (bytes[at] ?? 0) > comma) at += 1;
        if (at < length) take(bytes[at] ?? 0);
      }
      at += 1;
    }
    openRecordBytes = row === rowAtLastPiece ? openRecordBytes + length : length;
    rowAtLastPiece = row;
    if (openRecordBytes > longestRecordBytes + length) fault('too-long');
  };

  const end = (): void => {
    if (state === states.quoted) fault('open-quote', true);
    else if (state === states.returned) fault('stray-return', true);
    else if (!isBlankLine()) endRecord(true);
  };

  return {
    write,
    end,
    position: () => ({ row, field }),
    rows: () => Math.max(0, row - 1),
    mixedLineEnds: () => plainEnds && windowsEnds,
    blanksBesideQuotes: () => besideQuotes,
  };
};
