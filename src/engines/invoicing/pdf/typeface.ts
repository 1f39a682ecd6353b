import type PDFDocument from 'pdfkit';
import { AppError } from '../../../shared/errors.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** The typefaces as font files, so that every reader shows the same letters. */
export interface InvoiceFonts {
  readonly regular: Uint8Array;
  readonly strong: Uint8Array;
  /** Typefaces for letters that those two lack, the first that has one is taken. */
  readonly others?: readonly Uint8Array[];
}

/** A piece of text that one font has all letters of. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

/** What of a font is looked at: PDFKit opens fonts with fontkit, and its types keep quiet about it. */
interface OpenedFont {
  readonly ascender: number;
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

const isOpened = (value: unknown): value is OpenedFont =>
  typeof value === 'object' && value !== null && 'ascender' in value && 'font' in value;

const opened = (pdf: Pdf, name: string): OpenedFont => {
  try {
    pdf.font(name);
  } catch (error) {
    throw new AppError('invalid_input', {
      detail: 'A font file cannot be read.',
      fix: 'Name another font file with --font.',
      cause: error,
    });
  }
  const font: unknown = Reflect.get(pdf, '_font');
  if (!isOpened(font)) throw new Error('PDFKit has no _font: the letters of a font could not be known');
  return font;
};

export interface Typeface {
  /** Text as it can be drawn, in pieces of one font; letters that no font has are kept for `missing`. */
  readonly runsOf: (text: string, strong: boolean) => readonly Run[];
  /** Height of a line above its base, as a share of the size. */
  readonly ascent: number;
  /** Letters that were asked for and that no font has. */
  readonly missing: ReadonlySet<string>;
}

const joiners = new Set(['\u200c', '\u200d']);
/** Marks that nobody sees: soft hyphens, zero-width spaces, variation selectors, direction marks. */
const invisible = /^\p{Default_Ignorable_Code_Point}$/u;
const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}/u;
export const isReadFromTheRight = (text: string): boolean => rightToLeft.test(text);

/** Blanks and marks take the direction of what is around them. */
const isNeutral = (text: string): boolean => /^[\p{P}\p{S}\p{Zs}]$/u.test(text);

/**
 * Neighbours of one font become one piece; blanks and marks between letters that are read from the right stay with them,
 * so that a phrase is turned as a whole.
 */
const joined = (pieces: readonly Run[], has: (font: string, letter: string) => boolean): readonly Run[] => {
  const runs: Run[] = [];
  pieces.forEach((piece, at) => {
    const last = runs.at(-1);
    const mayBeInside = last !== undefined && isNeutral(piece.text) && isReadFromTheRight(last.text);
    const next = mayBeInside ? pieces.slice(at + 1).find(({ text }) => !isNeutral(text)) : undefined;
    const isInside =
      last !== undefined && next !== undefined && isReadFromTheRight(next.text) && has(last.font, piece.text);
    if (last && (last.font === piece.font || isInside)) {
      runs[runs.length - 1] = { font: last.font, text: last.text + piece.text };
      return;
    }
    runs.push(piece);
  });
  return runs;
};

/** Registers the fonts with a document, and knows which of them has which letter. */
export const openTypeface = (pdf: Pdf, fonts: InvoiceFonts): Typeface => {
  const others = (fonts.others ?? []).map((bytes, at) => {
    const name = `other${at}`;
    pdf.registerFont(name, Buffer.from(bytes));
    return name;
  });
  pdf.registerFont('regular', Buffer.from(fonts.regular));
  pdf.registerFont('strong', Buffer.from(fonts.strong));
  const fontsOf = { regular: ['regular', ...others], strong: ['strong', ...others] };
  const files = new Map(['regular', 'strong', ...others].map((name) => [name, opened(pdf, name)]));
  const has = (name: string, letter: string): boolean =>
    files.get(name)?.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) === true;
  const missing = new Set<string>();

  const pieceOf = (letter: string, strong: boolean): readonly Run[] => {
    const names = fontsOf[strong ? 'strong' : 'regular'];
    const font = names.find((name) => has(name, letter));
    if (invisible.test(letter) && !(joiners.has(letter) && font !== undefined)) return [];
    if (font !== undefined) return [{ font, text: letter }];
    const plain = letter.normalize('NFKC');
    if (plain !== letter) return [...plain].flatMap((each) => pieceOf(each, strong));
    missing.add(letter);
    return [];
  };

  const runsOf = (text: string, strong: boolean): readonly Run[] =>
    joined(
      [...text.normalize('NFC').replaceAll('\t', ' ')].flatMap((letter) => pieceOf(letter, strong)),
      has,
    );

  return { runsOf, ascent: (files.get('regular')?.ascender ?? 0) / 1000, missing };
};
