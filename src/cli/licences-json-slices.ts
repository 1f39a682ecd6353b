import { inputError } from './licences-input.ts';

/**
 * A piece of a JSON file: an element of the outer array, an entity of the outer object's `value`, or the outer
 * object itself with an empty list in place of that `value`.
 */
export interface Slice {
  readonly kind: 'element' | 'entity' | 'envelope';
  readonly path: string;
  readonly text: string;
}

export interface Slicer {
  push(chunk: Buffer): void;
  /** @throws AppError `invalid_input` when the text ends early */
  end(): void;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const fix = 'Save the answers of Microsoft Graph as they come, up to the end.';

interface State {
  /** Nesting of braces and brackets. */
  depth: number;
  inText: boolean;
  escaped: boolean;
  root: 'none' | 'array' | 'object' | 'done';
  /** Inside the `value` array of an outer object. */
  inValue: boolean;
  /** Depth at which elements of the list stand. */
  index: number;
  /** Where the present element begins in `held`; -1 between elements. */
  elementStart: number;
  /** A comma was read since the last element. */
  afterComma: boolean;
}

const initial = (): State => ({
  depth: 0,
  inText: false,
  escaped: false,
  root: 'none',
  inValue: false,
  index: 0,
  elementStart: -1,
  afterComma: true,
});

/**
 * Cuts the JSON of Microsoft Graph answers into pieces small enough to parse one by one, however large the file.
 * Only braces, brackets and quotes are looked at; JSON.parse judges each piece.
 */
export const createSlicer = (label: string, take: (slice: Slice) => void): Slicer => {
  const state = initial();
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  /** Outer object: its text so far without the entities, and where its next part begins in `held`. */
  const envelope: string[] = [];
  let envelopeStart = 0;
  let textStart = 0;
  let lastText = '';
  let keyed = false;

  const fail = (problem: string): never => {
    const place = state.root === 'none' || state.root === 'done' ? '$' : listPath();
    throw inputError(label, place, problem, fix);
  };
  const listPath = (): string => (state.root === 'array' ? `$[${state.index}]` : `$.value[${state.index}]`);
  const isListLevel = (): boolean =>
    (state.root === 'array' && state.depth === 1) || (state.inValue && state.depth === 2);

  const finishElement = (end: number): void => {
    if (state.elementStart < 0) return;
    const text = held.toString('utf8', state.elementStart, end);
    take({ kind: state.root === 'array' ? 'element' : 'entity', path: listPath(), text });
    state.index += 1;
    state.elementStart = -1;
    state.afterComma = false;
  };
  const startElement = (): void => {
    if (!state.afterComma) fail('A comma is missing before this element.');
    state.elementStart = at;
  };
  const open = (byte: number): void => {
    if (state.root === 'none') {
      state.root = byte === openBracket ? 'array' : 'object';
      envelopeStart = at;
    } else if (isListLevel() && state.elementStart < 0) startElement();
    else if (
      state.root === 'object' &&
      state.depth === 1 &&
      byte === openBracket &&
      keyed &&
      lastText === '"value"'
    ) {
      state.inValue = true;
      state.index = 0;
      state.afterComma = true;
      envelope.push(held.toString('utf8', envelopeStart, at), '[');
    }
    state.depth += 1;
  };
  const close = (byte: number): void => {
    if (isListLevel() && byte === closeBracket) {
      finishElement(at);
      if (state.afterComma && state.index > 0) fail('An element is missing after the last comma.');
      if (state.inValue) {
        state.inValue = false;
        envelopeStart = at;
      }
    }
    state.depth -= 1;
    if (state.depth < 0) fail('A bracket closes that never opened.');
    if (state.depth === 0) {
      if (state.root === 'object') {
        envelope.push(held.toString('utf8', envelopeStart, at + 1));
        take({ kind: 'envelope', path: '$', text: envelope.join('') });
      }
      state.root = 'done';
    } else if (isListLevel() && state.elementStart >= 0) finishElement(at + 1);
  };
  const separate = (): void => {
    if (!isListLevel()) {
      if (state.depth === 1) keyed = false;
      return;
    }
    finishElement(at);
    if (state.afterComma) fail('An element is missing before this comma.');
    state.afterComma = true;
  };
  const other = (byte: number): void => {
    if (isBlank(byte)) return;
    if (state.depth === 0) fail(state.root === 'done' ? 'Text follows the end.' : 'Expected [ or {.');
    if (byte === colon && state.depth === 1) keyed = true;
    else if (isListLevel() && state.elementStart < 0) startElement();
  };
  const text = (byte: number): void => {
    if (state.escaped) state.escaped = false;
    else if (byte === backslash) state.escaped = true;
    else if (byte === quote) {
      state.inText = false;
      if (state.root === 'object' && state.depth === 1 && !keyed) {
        lastText = held.toString('utf8', textStart, at + 1);
      }
    }
  };
  const outside = (byte: number): void => {
    if (byte === quote) {
      if (state.depth === 0) fail('Expected [ or {.');
      if (isListLevel() && state.elementStart < 0) startElement();
      state.inText = true;
      textStart = at;
    } else if (byte === openBrace || byte === openBracket) {
      if (state.root === 'done') fail('Text follows the end.');
      open(byte);
    } else if (byte === closeBrace || byte === closeBracket) close(byte);
    else if (byte === comma) separate();
    else other(byte);
  };
  /** Forgets what is no longer needed, so that memory holds one element at a time. */
  const compact = (): void => {
    let keep = state.elementStart >= 0 ? state.elementStart : at;
    if (state.root === 'object' && !state.inValue) keep = envelopeStart;
    if (state.inText) keep = Math.min(keep, textStart);
    held = held.subarray(keep);
    at -= keep;
    textStart -= keep;
    envelopeStart = Math.max(0, envelopeStart - keep);
    if (state.elementStart >= 0) state.elementStart -= keep;
  };
  return {
    push: (chunk) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (; at < held.length; at += 1) {
        const byte = held[at] ?? 0;
        if (state.inText) text(byte);
        else outside(byte);
      }
      compact();
    },
    end: () => {
      if (state.root === 'none') fail('The file is empty; a JSON answer was expected.');
      if (state.root !== 'done') fail('The text ends before the JSON does.');
    },
  };
};
