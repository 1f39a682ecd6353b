import PDFDocument from 'pdfkit';
import type { InvoiceLanguage } from '../../../shared/invoicing/invoice-document.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import {
  featuresOf,
  fittedStyle,
  type Lettering,
  type TextLine,
  type TextStyle,
  textLines,
} from './text-lines.ts';
import { type InvoiceFonts, openTypeface } from './typeface.ts';
import { type InvoiceWords, invoiceWords } from './words.ts';

export type Pdf = InstanceType<typeof PDFDocument>;

/** A4 in points, and the frame of every page. */
export const page = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 48, bottom: 770 } as const;
export const frameWidth = page.right - page.left;
export const colours = {
  ink: '#1b2430',
  soft: '#5b6673',
  faint: '#8a94a0',
  line: '#d9dee4',
  tint: '#eef5f4',
  brand: '#0f5c57',
} as const;

/** Where things are drawn: the document, the next free height, words and language. */
export interface Canvas extends Lettering {
  readonly facts: InvoiceFacts;
  readonly language: InvoiceLanguage;
  readonly words: InvoiceWords;
  /** The structure of the whole document, for those who have it read to them. */
  readonly root: PDFKit.PDFStructureElement;
  /** Texts that were broken into lines already: they are measured and then written, and items repeat. */
  readonly broken: Map<string, readonly TextLine[]>;
  y: number;
}

const mostRemembered = 5000;

/** The text in lines, as it stands in a column of this width. */
export const linesIn = (
  canvas: Canvas,
  text: string,
  width: number,
  given: TextStyle = {},
): readonly TextLine[] => {
  const { size = 9, strong = false, align = 'left', lines = 0 } = given;
  const key = `${width} ${size} ${strong} ${align} ${lines} ${text}`;
  const known = canvas.broken.get(key);
  if (known !== undefined) return known;
  const made = textLines(canvas, text, width, given);
  if (canvas.broken.size >= mostRemembered) canvas.broken.clear();
  canvas.broken.set(key, made);
  return made;
};

/** From the top of one line to that of the next. */
export const lineHeight = ({ pdf }: Canvas, { size = 9, strong = false }: TextStyle = {}): number =>
  pdf
    .font(strong ? 'strong' : 'regular')
    .fontSize(size)
    .currentLineHeight(true) + 1.5;

/** The style that a text has in a column: a figure is made smaller where it would break. */
const styleIn = (canvas: Canvas, text: string, width: number, given: TextStyle): TextStyle => {
  if (given.fit !== true) return given;
  const isBroken = linesIn(canvas, text, width, given).length > text.split('\n').length;
  return isBroken ? fittedStyle(canvas, text, width, given) : given;
};

/** How high a text becomes in a column of this width. */
export const heightOf = (canvas: Canvas, text: string, width: number, given: TextStyle = {}): number => {
  const style = styleIn(canvas, text, width, given);
  return linesIn(canvas, text, width, style).length * lineHeight(canvas, style);
};

const drawLine = (canvas: Canvas, line: TextLine, x: number, y: number, style: TextStyle): void => {
  const { pdf, typeface } = canvas;
  const { size = 9, colour = colours.ink } = style;
  let at = x;
  for (const run of line.runs) {
    const { font, text } = run;
    const features = featuresOf(style, run);
    pdf.font(font).fontSize(size).fillColor(colour);
    const options = { lineBreak: false, ...(features ? { features } : {}) };
    pdf.text(text, at, y + typeface.ascent * size, { ...options, baseline: 'alphabetic' });
    // One piece is the rule, and nothing follows it.
    if (line.runs.length > 1) at += pdf.widthOfString(text, options);
  }
  if (style.link === undefined) return;
  pdf.link(x, y, line.width, size * 1.2, style.link);
  const below = y + size * 1.15;
  pdf
    .moveTo(x, below)
    .lineTo(x + line.width, below)
    .lineWidth(0.5)
    .strokeColor(colour)
    .stroke();
};

/** Writes lines below each other; the cursor of the canvas does not move. */
export const writeLines = (
  canvas: Canvas,
  lines: readonly TextLine[],
  x: number,
  y: number,
  width: number,
  style: TextStyle = {},
): void => {
  const step = lineHeight(canvas, style);
  lines.forEach((line, at) => {
    const free = width - line.width;
    const indent = style.align === 'right' ? free : style.align === 'center' ? free / 2 : 0;
    drawLine(canvas, line, x + indent, y + at * step, style);
  });
};

/** Writes a text into a column; the cursor of the canvas does not move. */
export const write = (
  canvas: Canvas,
  text: string,
  x: number,
  y: number,
  width: number,
  given: TextStyle = {},
): void => {
  const style = styleIn(canvas, text, width, given);
  writeLines(canvas, linesIn(canvas, text, width, style), x, y, width, style);
};

/** Draws as one part of the document's structure: a heading, a paragraph, a cell. */
export const tagged = (canvas: Canvas, tag: string, draw: () => void, parent = canvas.root): void => {
  parent.add(canvas.pdf.struct(tag, {}, [draw]));
};

/** Draws what is not content: lines, backgrounds, the head and foot of pages. */
export const asArtifact = (
  { pdf }: Canvas,
  draw: () => void,
  type: 'Layout' | 'Pagination' = 'Layout',
): void => {
  pdf.markContent('Artifact', { type });
  draw();
  pdf.endMarkedContent();
};

export const rule = (
  canvas: Canvas,
  y: number,
  colour: string = colours.line,
  x: number = page.left,
  to: number = page.right,
): void =>
  asArtifact(canvas, () => {
    canvas.pdf.moveTo(x, y).lineTo(to, y).lineWidth(0.7).strokeColor(colour).stroke();
  });

/** A table or part of it in the structure of the document. */
export const structure = (canvas: Canvas, tag: string, parent = canvas.root): PDFKit.PDFStructureElement => {
  const element = canvas.pdf.struct(tag);
  parent.add(element);
  return element;
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * PDFKit 0.20 writes title and author into XMP as they are, and '&' or '<' in a name would break it (its `_addInfo`
 * runs after the information dictionary is written, so only XMP sees the escaped text).
 */
const escapeMetadata = (pdf: Pdf): void => {
  const addInfo: unknown = Reflect.get(pdf, '_addInfo');
  if (typeof addInfo !== 'function') throw new Error('PDFKit has no _addInfo: its XMP would not be escaped');
  Reflect.set(pdf, '_addInfo', () => {
    const info = Object.entries(pdf.info).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? value.replace(/[&<>]/g, (found) => escapes[found] ?? found) : value,
    ]);
    pdf.info = Object.fromEntries(info);
    addInfo.call(pdf);
  });
};

/** Begins a document. Dates come from the invoice, so that the same invoice is the same bytes. */
export const openCanvas = (facts: InvoiceFacts, fonts: InvoiceFonts): Canvas => {
  const language = facts.language ?? 'en';
  const words = invoiceWords[language];
  const issued = new Date(`${facts.issueDate}T00:00:00Z`);
  const title = `${facts.type === 'invoice' ? words.invoice : words.creditNote} ${facts.number}`;
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: page.top, left: page.left, right: page.left, bottom: 0 },
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    tagged: true,
    lang: language,
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: title,
      Author: facts.seller.name ?? '',
      Subject: title,
      Creator: 'Trimtab',
      Producer: 'Trimtab',
      CreationDate: issued,
    },
  });
  escapeMetadata(pdf);
  const typeface = openTypeface(pdf, fonts);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  return { pdf, facts, language, words, typeface, root, broken: new Map(), y: page.top };
};
