import { writeFile } from 'node:fs/promises';
import { calculateInvoice, type InvoiceProfile } from '../engines/invoicing/calculate-invoice.ts';
import type { Violation } from '../engines/invoicing/checks/check-invoice.ts';
import { refusalsOf } from '../engines/invoicing/checks/refuse-invoice.ts';
import { ciiLimitsOf } from '../engines/invoicing/cii/cii-limits.ts';
import { writeCii } from '../engines/invoicing/cii/write-cii.ts';
import type { InvoiceFacts } from '../engines/invoicing/invoice-facts.ts';
import { renderPdf } from '../engines/invoicing/pdf/render-pdf.ts';
import { type CheckedUbl, checkUbl } from '../engines/invoicing/ubl/check-ubl.ts';
import { writeUbl } from '../engines/invoicing/ubl/write-ubl.ts';
import { checkJson, parseJson, shown } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { inputError } from '../shared/input-error.ts';
import { type InvoiceDocument, invoiceDocumentSchema } from '../shared/invoicing/invoice-document.ts';
import { readInvoiceFonts } from './invoice-fonts.ts';
import { readLimitedText } from './limited-text.ts';
import type { CommandIo } from './run-command.ts';

export const invoiceFormats = ['ubl', 'cii', 'pdf', 'facturx', 'json'] as const;
export type InvoiceFormat = (typeof invoiceFormats)[number];

export interface InvoiceRenderOptions {
  readonly format: InvoiceFormat;
  readonly output: string;
  /** Font files for letters that the own typeface lacks. */
  readonly font?: readonly string[];
}

const fix = 'The schema is printed by "trimtab invoice schema"; docs/invoices.md explains it.';

/** An invoice with its attachments: ten of 10 MB, as text. */
const largestBytes = 160 * 1024 * 1024;

const readText = (path: string, io: CommandIo) =>
  readLimitedText(path, io, largestBytes, 'Attach less, or link to what is attached.');

/** Only UBL travels over Peppol; the others satisfy EN 16931. */
const profileOf = (format: InvoiceFormat): InvoiceProfile => (format === 'ubl' ? 'peppol' : 'en16931');

const isCii = (format: InvoiceFormat): boolean => format === 'cii' || format === 'facturx';

const longestList = 20;

const refuse = (label: string, [first, ...others]: readonly Violation[]): void => {
  if (!first) return;
  const sentenceOf = ({ rule, sentence, found }: Violation): string =>
    `found ${shown(found)}; ${rule}: ${sentence}`;
  const also = others.slice(0, longestList).map((each) => `\n  $.${each.path}: ${sentenceOf(each)}`);
  const more = others.length > longestList ? `\n  and ${others.length - longestList} more` : '';
  throw inputError(label, `$.${first.path}`, `${sentenceOf(first)}${also.join('')}${more}`, fix);
};

/** Whether this is a computed invoice, which has other names than the document that people write. */
const isComputed = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'totals' in given && 'taxBreakdown' in given;

/**
 * Computes an invoice from its document, and refuses one that cannot become valid.
 *
 * @throws AppError `invalid_input` naming the file, the JSON path and the rule
 */
const computeInvoice = (label: string, json: string, format: InvoiceFormat): InvoiceFacts => {
  const given = parseJson(label, '$', json);
  if (isComputed(given))
    throw inputError(
      label,
      '$.totals',
      'this is what "--format json" writes: an invoice with every computed amount, not the document it came from.',
      'Render that document again; the computed one is for programs that need the amounts (docs/invoices.md).',
    );
  const document: InvoiceDocument = checkJson(label, '$', invoiceDocumentSchema, given, fix);
  const facts = calculateInvoice(document, profileOf(format));
  refuse(label, [...refusalsOf(document, facts), ...(isCii(format) ? ciiLimitsOf(facts) : [])]);
  return facts;
};

type Renderer = (facts: InvoiceFacts, fontPaths: readonly string[]) => Promise<string | Buffer>;

const renderers: Readonly<Record<InvoiceFormat, Renderer>> = {
  ubl: async (facts) => writeUbl(facts),
  cii: async (facts) => writeCii(facts),
  pdf: async (facts, fonts) => renderPdf(facts, await readInvoiceFonts(fonts)),
  facturx: async (facts, fonts) => renderPdf(facts, await readInvoiceFonts(fonts), writeCii(facts)),
  json: async (facts) => `${JSON.stringify(facts, null, 2)}\n`,
};

/** Says of a refusal inside the engine in which file it is. */
const inFile = (label: string, error: unknown): unknown => {
  if (!(error instanceof AppError) || typeof error.meta.path !== 'string') return error;
  return inputError(
    label,
    `$.${error.meta.path}`,
    `found ${shown(error.meta.found)}; ${error.detail}`,
    error.fix ?? fix,
  );
};

/**
 * Writes an invoice document as the chosen format.
 *
 * @returns what belongs on standard output
 * @throws AppError `invalid_input` naming file, JSON path and rule
 */
export const renderInvoiceFile = async (
  path: string,
  { format, output, font = [] }: InvoiceRenderOptions,
  io: CommandIo,
): Promise<string> => {
  if (font.length > 0 && format !== 'pdf' && format !== 'facturx')
    throw new AppError('invalid_input', {
      detail: `--font: found with --format ${format}, expected pdf or facturx: the others have no letters of their own.`,
    });
  const { label, content } = await readText(path, io);
  const facts = computeInvoice(label, content, format);
  const rendered = await renderers[format](facts, font).catch((error: unknown) => {
    throw inFile(label, error);
  });
  if (output === '-' && typeof rendered === 'string') return rendered;
  if (output === '-') {
    throw new AppError('invalid_input', {
      detail: '--output: found "-", expected a file: this format is binary.',
    });
  }
  try {
    await writeFile(output, rendered);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', {
      detail: `--output: ${reason}.`,
      fix: 'Name a file in a folder that exists and can be written.',
      cause: error,
    });
  }
  return '';
};

/** What a check of somebody's UBL says. */
export interface InvoiceCheck {
  readonly number: string | null;
  readonly specification: string | null;
  readonly valid: boolean;
  readonly violations: readonly Violation[];
}

/** Says of a document that cannot be read in which file and line it is. */
const checkNamed = (label: string, xml: string): CheckedUbl => {
  try {
    return checkUbl(xml);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { line } = error.meta;
    throw inputError(label, typeof line === 'number' ? `line ${line}` : '', error.detail, error.fix ?? fix);
  }
};

/**
 * Checks a UBL invoice or credit note by the rules of EN 16931, and of Peppol BIS 3 where it claims to follow it.
 *
 * @throws AppError `invalid_input` naming file, line and remedy where it is no readable UBL
 */
export const checkInvoiceFile = async (path: string, io: CommandIo): Promise<InvoiceCheck> => {
  const { label, content } = await readText(path, io);
  const { facts, violations } = checkNamed(label, content);
  return {
    number: facts.number ?? null,
    specification: facts.specification ?? null,
    valid: violations.every(({ severity }) => severity === 'warning'),
    violations,
  };
};
