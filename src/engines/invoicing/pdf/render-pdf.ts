import type { InvoiceFacts } from '../invoice-facts.ts';
import { openCanvas, type Pdf } from './canvas.ts';
import { embedFacturX } from './factur-x.ts';
import { drawHeader } from './header-section.ts';
import { drawLines } from './lines-section.ts';
import { refuseMissingLetters } from './missing-letters.ts';
import { drawFooters } from './page-flow.ts';
import { drawNotes, drawPayment } from './payment-section.ts';
import { drawTotalsAndTaxes } from './totals-section.ts';
import type { InvoiceFonts } from './typeface.ts';

const bytesOf = async (pdf: Pdf): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pdf) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/**
 * Draws an invoice for people: A4, PDF/A-3b, tagged, its typeface embedded. With `cii` it is Factur-X (profile
 * EN 16931): the XML stands inside as `factur-x.xml`. The same invoice gives the same bytes.
 *
 * @throws AppError `invalid_input` with `meta.path` where no typeface has a letter that is to be printed
 */
export const renderPdf = async (facts: InvoiceFacts, fonts: InvoiceFonts, cii?: string): Promise<Buffer> => {
  const canvas = openCanvas(facts, fonts);
  if (cii !== undefined) embedFacturX(canvas.pdf, cii, new Date(`${facts.issueDate}T00:00:00Z`));
  drawHeader(canvas);
  drawLines(canvas);
  drawTotalsAndTaxes(canvas);
  drawPayment(canvas);
  drawNotes(canvas);
  canvas.root.end();
  drawFooters(canvas);
  refuseMissingLetters(facts, canvas.typeface.missing);
  canvas.pdf.end();
  return bytesOf(canvas.pdf);
};
