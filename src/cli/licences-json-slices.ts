import { inputError } from '../shared/input-error.ts';

/**
 * A piece of a JSON file: an element of the outer array, an entity of the outer object's `value`, or the outer
 * object itself with an empty list in place of that `value`.
 */
export interface Slice {
  readonly kind: 'element' | 'entity' | 'envelope';
  readonly path: string;
  readonly text: string;
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
const isOpening = (byte: number): boolean => byte === openBrace || byte === openBracket;
const isClosing = (byte: number): boolean => byte === closeBrace || byte === closeBracket;
const fix = 'Save the answers of Microsoft Graph as they come, up to the end.';
const none = -1;

/**
 * Cuts the JSON of Microsoft Graph answers into pieces small enough to parse one by one, however large the file
 * is. Only brackets, commas and quotes are looked at; JSON.parse judges each piece.
 */
export class JsonSlicer {
  readonly #label: string;
  readonly #take: (slice: Slice) => void;
  #held: Buffer = Buffer.alloc(0);
  #at = 0;
  #root: 'none' | 'array' | 'object' | 'done' = 'none';
  #depth = 0;
  #inText = false;
  #escaped = false;
  #textStart = 0;
  /** Inside the `value` of an outer object. */
  #inValue = false;
  /** The name last read in an outer object, and whether its colon was. */
  #name = '';
  #isNamed = false;
  /** The element under way: its number, and where it begins in `held`. */
  #index = 0;
  #elementStart = none;
  #afterComma = true;
  /** An outer object's text without its entities, and where its next part begins in `held`. */
  readonly #envelope: string[] = [];
  #envelopeStart = 0;

  constructor(label: string, take: (slice: Slice) => void) {
    this.#label = label;
    this.#take = take;
  }

  /** @throws AppError `invalid_input` naming the file and the JSON path */
  push(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (; this.#at < this.#held.length; this.#at += 1) {
      const byte = this.#held[this.#at] ?? 0;
      if (this.#inText) this.#text(byte);
      else this.#outside(byte);
    }
    this.#forget();
  }

  /** @throws AppError `invalid_input` when the text ends early */
  end(): void {
    if (this.#root === 'none') this.#fail('The file is empty; a JSON answer was expected.');
    if (this.#root !== 'done') this.#fail('The text ends before the JSON does.');
  }

  #fail(problem: string): never {
    const isOutside = this.#root === 'none' || this.#root === 'done';
    throw inputError(this.#label, isOutside ? '$' : this.#path(), problem, fix);
  }

  #path(): string {
    return this.#root === 'array' ? `$[${this.#index}]` : `$.value[${this.#index}]`;
  }

  #isInList(): boolean {
    return this.#inValue ? this.#depth === 2 : this.#root === 'array' && this.#depth === 1;
  }

  #text(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) {
      this.#inText = false;
      const isName = this.#root === 'object' && this.#depth === 1 && !this.#isNamed;
      if (isName) this.#name = this.#held.toString('utf8', this.#textStart, this.#at + 1);
    }
  }

  #outside(byte: number): void {
    if (isBlank(byte)) return;
    if (this.#root === 'done') this.#fail('Text follows the end.');
    if (this.#root === 'none' && !isOpening(byte)) this.#fail('Expected [ or {.');
    if (isClosing(byte)) this.#close(byte);
    else if (byte === comma) this.#separate();
    else {
      if (this.#isInList() && this.#elementStart === none) this.#beginElement();
      if (isOpening(byte)) this.#open(byte);
      else if (byte === quote) {
        this.#inText = true;
        this.#textStart = this.#at;
      } else if (byte === colon && this.#depth === 1) this.#isNamed = true;
    }
  }

  #beginElement(): void {
    if (!this.#afterComma) this.#fail('A comma is missing before this element.');
    this.#elementStart = this.#at;
  }

  #endElement(end: number): void {
    if (this.#elementStart === none) return;
    const text = this.#held.toString('utf8', this.#elementStart, end);
    this.#take({ kind: this.#root === 'array' ? 'element' : 'entity', path: this.#path(), text });
    this.#index += 1;
    this.#elementStart = none;
    this.#afterComma = false;
  }

  #open(byte: number): void {
    if (this.#root === 'none') {
      this.#root = byte === openBracket ? 'array' : 'object';
      this.#envelopeStart = this.#at;
    } else if (
      this.#root === 'object' &&
      this.#depth === 1 &&
      byte === openBracket &&
      this.#name === '"value"'
    ) {
      this.#inValue = true;
      this.#index = 0;
      this.#afterComma = true;
      this.#envelope.push(this.#held.toString('utf8', this.#envelopeStart, this.#at), '[');
    }
    this.#depth += 1;
  }

  #close(byte: number): void {
    if (this.#isInList()) this.#endList(byte);
    this.#depth -= 1;
    if (this.#depth === 0) this.#endRoot();
    else if (this.#isInList()) this.#endElement(this.#at + 1);
  }

  #endList(byte: number): void {
    if (byte !== closeBracket) this.#fail('A } stands where a ] was expected.');
    this.#endElement(this.#at);
    if (this.#afterComma && this.#index > 0) this.#fail('An element is missing after the last comma.');
    if (!this.#inValue) return;
    this.#inValue = false;
    this.#envelopeStart = this.#at;
  }

  #endRoot(): void {
    if (this.#root === 'object') {
      this.#envelope.push(this.#held.toString('utf8', this.#envelopeStart, this.#at + 1));
      this.#take({ kind: 'envelope', path: '$', text: this.#envelope.join('') });
    }
    this.#root = 'done';
  }

  #separate(): void {
    if (this.#isInList()) {
      this.#endElement(this.#at);
      if (this.#afterComma) this.#fail('An element is missing before this comma.');
      this.#afterComma = true;
    } else if (this.#depth === 1) this.#isNamed = false;
  }

  /** Lets go of what was taken, so that memory holds one element at a time. */
  #forget(): void {
    let keep = this.#elementStart === none ? this.#at : this.#elementStart;
    if (this.#root === 'object' && !this.#inValue) keep = this.#envelopeStart;
    else if (this.#inText) keep = Math.min(keep, this.#textStart);
    this.#held = this.#held.subarray(keep);
    this.#at -= keep;
    this.#textStart -= keep;
    this.#envelopeStart = Math.max(0, this.#envelopeStart - keep);
    if (this.#elementStart !== none) this.#elementStart -= keep;
  }
}
