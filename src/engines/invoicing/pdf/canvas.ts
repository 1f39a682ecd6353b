import PDFDocument from 'pdfkit';
import type { InvoiceLanguage } from '../../../shared/invoicing/invoice-document.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { type InvoiceWords, invoiceWords } from './words.ts';

/** The typeface as TrueType files, so that every reader shows the same letters. */
export interface InvoiceFonts {
  readonly regular: Uint8Array;
  readonly strong: Uint8Array;
}

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
export interface Canvas {
  readonly pdf: Pdf;
  readonly facts: InvoiceFacts;
  readonly language: InvoiceLanguage;
  readonly words: InvoiceWords;
  /** The structure of the whole document, for those who have it read to them. */
  readonly root: PDFKit.PDFStructureElement;
  /** Heights that are known: items repeat, and measuring a text costs as much as writing it. */
  readonly heights: Map<string, number>;
  y: number;
}

export interface TextStyle {
  readonly size?: number;
  readonly strong?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly link?: string;
}

const style = (pdf: Pdf, { size = 9, strong = false, colour = colours.ink }: TextStyle): Pdf =>
  pdf
    .font(strong ? 'strong' : 'regular')
    .fontSize(size)
    .fillColor(colour);

/** How high a text becomes in a column of this width. */
export const heightOf = (canvas: Canvas, text: string, width: number, given: TextStyle = {}): number => {
  const key = `${width} ${given.size ?? 9} ${given.strong ?? false} ${text}`;
  const known = canvas.heights.get(key);
  if (known !== undefined) return known;
  const height = style(canvas.pdf, given).heightOfString(text, { width, lineGap: 1.5 });
  canvas.heights.set(key, height);
  return height;
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
  style(canvas.pdf, given).text(text, x, y, {
    width,
    lineGap: 1.5,
    align: given.align ?? 'left',
    // Digits of one width stand under each other in columns; in running text they would part words.
    ...(given.align === 'right' ? { features: ['tnum'] as PDFKit.Mixins.OpenTypeFeatures[] } : {}),
    ...(given.link === undefined ? {} : { link: given.link, underline: true }),
  });
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
  pdf.registerFont('regular', Buffer.from(fonts.regular));
  pdf.registerFont('strong', Buffer.from(fonts.strong));
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  return { pdf, facts, language, words, root, heights: new Map(), y: page.top };
};
