const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/** A record found in a buffer: where it ends, and how many fields it has. */
export interface FoundRecord {
  readonly kind: 'record';
  /** After its line end. */
  readonly end: number;
  /** Before its line end. */
  readonly textEnd: number;
  readonly fields: number;
}

/** `more`: the buffer ends inside the record. `broken`: the rest cannot be divided into records from here. */
export type Divided =
  | FoundRecord
  | { readonly kind: 'more' }
  | { readonly kind: 'broken'; readonly reason: string };

const more = { kind: 'more' } as const;
const broken = (reason: string): Divided => ({ kind: 'broken', reason });

/** Where a quoted field that opens at `at` closes: after its last quote; -1 when the buffer ends first. */
const closingOf = (bytes: Uint8Array, at: number): number => {
  let next = at + 1;
  for (;;) {
    const close = bytes.indexOf(quote, next);
    if (close < 0) return -1;
    if (close + 1 >= bytes.length) return bytes.length;
    if (bytes[close + 1] !== quote) return close + 1;
    next = close + 2;
  }
};

/**
 * Finds the record that begins at `start` by the rules of RFC 4180 (comma, double quotes, LF or CRLF); a quote
 * inside an unquoted field is an ordinary character, one blank before an opening quote is skipped. `atEnd` says
 * that nothing follows the buffer.
 */
export const divideRecord = (bytes: Uint8Array, start: number, atEnd: boolean): Divided => {
  let fields = 1;
  let at = start;
  let fieldStart = true;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote && fieldStart) {
      const closed = closingOf(bytes, at);
      if (closed < 0) return atEnd ? broken('has a quote that is never closed') : more;
      if (closed === bytes.length && !atEnd) return more;
      at = closed;
      while (at < bytes.length && bytes[at] === space) at += 1;
      const next = bytes[at];
      if (at < bytes.length && next !== comma && next !== lineFeed && next !== carriageReturn) {
        return broken('has text after a closing quote');
      }
      fieldStart = false;
      continue;
    }
    if (byte === lineFeed) return { kind: 'record', end: at + 1, textEnd: at, fields };
    if (byte === carriageReturn) {
      if (at + 1 >= bytes.length && !atEnd) return more;
      if (bytes[at + 1] === lineFeed) return { kind: 'record', end: at + 2, textEnd: at, fields };
      if (at + 1 < bytes.length) return broken('has a carriage return that ends no line');
      return { kind: 'record', end: at + 1, textEnd: at, fields };
    }
    const skipped: boolean = fieldStart && byte === space && bytes[at + 1] === quote;
    fieldStart = byte === comma || skipped;
    if (byte === comma) fields += 1;
    at += 1;
  }
  return atEnd ? { kind: 'record', end: at, textEnd: at, fields } : more;
};
