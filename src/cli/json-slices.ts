import { isUtf8 } from 'node:buffer';
import { inputError } from '../shared/input-error.ts';
import {
  backslash,
  closeBracket,
  colon,
  comma,
  isBlank,
  isClosing,
  isOpening,
  openBrace,
  openBracket,
  quote,
} from './json-bytes.ts';
import type { Slice, SliceOptions } from './json-slice.ts';

const none = -1;

/** A list that is being cut; its elements stand at `depth`. */
interface List {
  readonly path: string;
  readonly depth: number;
  readonly name?: string;
  index: number;
  afterComma: boolean;
}

/** An object that may hold lists; its names stand at `depth`. */
interface Envelope {
  readonly path: string;
  readonly depth: number;
  /** Its text without entities, as far as it was let go of. */
  readonly parts: Buffer[];
  partBytes: number;
  readonly lists: Set<string>;
}

/**
 * Cuts JSON into pieces small enough to parse one by one, however large the file is. Only brackets, commas and quotes
 * are looked at; JSON.parse judges each piece.
 */
export class JsonSlicer {
  readonly #options: SliceOptions;
  readonly #take: (slice: Slice) => void;
  #held: Buffer = Buffer.alloc(0);
  #at = 0;
  #root: 'none' | 'open' | 'done' = 'none';
  #depth = 0;
  #inText = false;
  #escaped = false;
  #textStart = 0;
  /** The outer array, and the list inside an envelope. */
  #outer: List | undefined;
  #inner: List | undefined;
  #envelope: Envelope | undefined;
  /** Where the envelope's next part begins in `held`. */
  #envelopeStart = 0;
  /** The name last read in an envelope, and whether its colon was. */
  #name = '';
  #isNamed = false;
  /** Where the element under way begins in `held`. */
  #elementStart = none;

  constructor(options: SliceOptions, take: (slice: Slice) => void) {
    this.#options = options;
    this.#take = take;
  }

  /** @throws AppError `invalid_input` naming the file and the JSON path */
  push(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (this.#at < this.#held.length) {
      if (this.#inText) this.#skipText();
      else {
        this.#outside(this.#held[this.#at] ?? 0);
        this.#at += 1;
      }
    }
    this.#forget();
  }

  /** @throws AppError `invalid_input` when the text ends early */
  end(): void {
    if (this.#root === 'none') this.#fail('The file is empty; a JSON answer was expected.');
    if (this.#root !== 'done') this.#fail('The text ends before the JSON does.');
  }

  #fail(problem: string): never {
    throw inputError(this.#options.label, this.#path(), problem, this.#options.fix);
  }

  #refuseBytes(): never {
    const problem = 'found bytes that are not UTF-8.';
    throw inputError(this.#options.label, this.#path(), problem, 'Save the file as UTF-8 text.');
  }

  /** Bytes that are not UTF-8 are refused and not replaced: two names that differ in them would become one. */
  #textOf(bytes: Buffer): string {
    if (!isUtf8(bytes)) this.#refuseBytes();
    return bytes.toString('utf8');
  }

  #path(): string {
    if (this.#root === 'done') return '$';
    const list = this.#inner ?? (this.#envelope ? undefined : this.#outer);
    return list ? `${list.path}[${list.index}]` : (this.#envelope?.path ?? '$');
  }

  /** The list whose elements stand at this depth. */
  #list(): List | undefined {
    const list = this.#inner ?? this.#outer;
    return list?.depth === this.#depth ? list : undefined;
  }

  #isAtNames(): boolean {
    return this.#inner === undefined && this.#envelope?.depth === this.#depth;
  }

  /** Goes on to the end of a text, or of what is held. */
  #skipText(): void {
    const held = this.#held;
    const { length } = held;
    let at = this.#escaped ? this.#at + 1 : this.#at;
    this.#escaped = false;
    while (at < length) {
      const byte = held[at];
      if (byte === quote) break;
      at += byte === backslash ? 2 : 1;
    }
    this.#escaped = at > length;
    if (at < length) {
      this.#inText = false;
      if (this.#isAtNames() && !this.#isNamed) this.#name = held.toString('utf8', this.#textStart, at + 1);
      at += 1;
    }
    this.#at = Math.min(at, length);
  }

  #outside(byte: number): void {
    if (isBlank(byte)) return;
    if (this.#root === 'done') this.#fail('Text follows the end.');
    if (this.#root === 'none') this.#begin(byte);
    else if (isClosing(byte)) this.#close(byte);
    else if (byte === comma) this.#separate();
    else this.#goOn(byte);
  }

  #begin(byte: number): void {
    if (byte >= 0x80) this.#refuseBytes();
    if (!isOpening(byte)) this.#fail('Expected [ or {.');
    this.#root = 'open';
    this.#depth = 1;
    if (byte === openBracket) this.#outer = { path: '$', depth: 1, index: 0, afterComma: true };
    else this.#openEnvelope('$');
  }

  #goOn(byte: number): void {
    const list = this.#list();
    if (list && this.#elementStart === none) {
      if (!list.afterComma) this.#fail('A comma is missing before this element.');
      if (byte === openBrace && list === this.#outer && this.#options.cutsPages === true) {
        this.#depth += 1;
        this.#openEnvelope(`${list.path}[${list.index}]`);
        return;
      }
      this.#elementStart = this.#at;
    }
    if (byte === quote) {
      this.#inText = true;
      this.#textStart = this.#at;
    } else if (byte === colon && this.#isAtNames()) this.#isNamed = true;
    else if (isOpening(byte)) {
      if (byte === openBracket && this.#isAtNames()) this.#openList();
      this.#depth += 1;
    }
  }

  #openEnvelope(path: string): void {
    this.#envelope = { path, depth: this.#depth, parts: [], partBytes: 0, lists: new Set() };
    this.#envelopeStart = this.#at;
    this.#isNamed = false;
    this.#name = '';
  }

  #openList(): void {
    const envelope = this.#envelope;
    const name = this.#options.lists.find((each) => `"${each}"` === this.#name);
    if (!envelope || name === undefined || !this.#isNamed) return;
    if (envelope.lists.has(name)) this.#fail(`"${name}" stands twice in this object.`);
    envelope.lists.add(name);
    this.#keepEnvelope(this.#at + 1);
    const path = `${envelope.path}.${name}`;
    this.#inner = { path, name, depth: this.#depth + 1, index: 0, afterComma: true };
  }

  #endElement(list: List, end: number): void {
    if (this.#elementStart === none) return;
    const text = this.#textOf(this.#held.subarray(this.#elementStart, end));
    const path = this.#path();
    this.#take(
      list.name === undefined
        ? { kind: 'element', path, text }
        : { kind: 'entity', path, text, list: list.name },
    );
    this.#elementStart = none;
    list.index += 1;
    list.afterComma = false;
  }

  #close(byte: number): void {
    const list = this.#list();
    if (list) this.#endList(list, byte);
    const isEnvelope = this.#isAtNames() && !list;
    this.#depth -= 1;
    if (isEnvelope) this.#closeEnvelope();
    if (this.#depth === 0) this.#root = 'done';
    else if (!isEnvelope) {
      const around = this.#list();
      if (around) this.#endElement(around, this.#at + 1);
    }
  }

  #endList(list: List, byte: number): void {
    if (byte !== closeBracket) this.#fail('A } stands where a ] was expected.');
    this.#endElement(list, this.#at);
    if (list.afterComma && list.index > 0) this.#fail('An element is missing after the last comma.');
    if (list === this.#outer) return;
    this.#inner = undefined;
    this.#envelopeStart = this.#at;
  }

  #closeEnvelope(): void {
    const envelope = this.#envelope;
    if (!envelope) return;
    this.#keepEnvelope(this.#at + 1);
    this.#take({
      kind: 'envelope',
      path: envelope.path,
      text: this.#textOf(Buffer.concat(envelope.parts)),
    });
    this.#envelope = undefined;
    if (!this.#outer) return;
    this.#outer.index += 1;
    this.#outer.afterComma = false;
  }

  #separate(): void {
    const list = this.#list();
    if (list) {
      this.#endElement(list, this.#at);
      if (list.afterComma) this.#fail('An element is missing before this comma.');
      list.afterComma = true;
    } else if (this.#isAtNames()) this.#isNamed = false;
  }

  /** Copies the envelope's text up to `end`, so that what it was read from can be let go of. */
  #keepEnvelope(end: number): void {
    const envelope = this.#envelope;
    if (!envelope || end <= this.#envelopeStart) return;
    envelope.parts.push(Buffer.from(this.#held.subarray(this.#envelopeStart, end)));
    envelope.partBytes += end - this.#envelopeStart;
    this.#envelopeStart = end;
    this.#refuseLarge(envelope.partBytes);
  }

  #refuseLarge(bytes: number): void {
    const { mostBytes = Number.POSITIVE_INFINITY } = this.#options;
    if (bytes > mostBytes) this.#fail(`This piece is larger than ${mostBytes / 1024 / 1024} MiB.`);
  }

  /** Lets go of what was taken, so that memory holds one piece at a time. */
  #forget(): void {
    let keep = this.#at;
    if (this.#inText) keep = this.#textStart;
    if (this.#elementStart !== none) keep = this.#elementStart;
    if (this.#envelope && !this.#inner) this.#keepEnvelope(keep);
    this.#held = this.#held.subarray(keep);
    this.#at -= keep;
    this.#textStart -= keep;
    this.#envelopeStart = Math.max(0, this.#envelopeStart - keep);
    if (this.#elementStart !== none) this.#elementStart -= keep;
    this.#refuseLarge(this.#held.length);
  }
}
