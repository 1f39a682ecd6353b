import { Command, Option } from 'commander';
import { z } from 'zod';
import { invoiceDocumentSchema } from '../shared/invoicing/invoice-document.ts';
import {
  checkInvoiceFile,
  type InvoiceCheck,
  type InvoiceRenderOptions,
  invoiceFormats,
  renderInvoiceFile,
} from './invoice-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable } from './table.ts';

const schemaCommand = (): Command =>
  withExitCodes(new Command('schema'))
    .description('Print the JSON Schema of an invoice document.')
    .action(() =>
      runInProcess(
        async () => `${JSON.stringify(z.toJSONSchema(invoiceDocumentSchema, { io: 'input' }), null, 2)}\n`,
      ),
    );

const renderExamples = `
Totals are computed by the rules of EN 16931; a document that cannot become a valid invoice is refused, naming the JSON
path and the rule. UBL follows Peppol BIS 3, the rules of the seller's country included. See docs/invoices.md.

Examples, on files of this repository:
  trimtab invoice render examples/invoices/standard.json --format ubl --output invoice.xml
  trimtab invoice render examples/invoices/standard.json --format facturx --output invoice.pdf
  trimtab invoice render examples/invoices/credit-note.json --format json --output -`;

const renderCommand = (): Command =>
  withExitCodes(new Command('render'))
    .description('Compute an invoice and write it as UBL, CII, PDF, Factur-X or JSON.')
    .argument('<invoice>', 'invoice document (JSON); "-" is standard input')
    .addOption(
      new Option('--format <format>', 'what to write').choices([...invoiceFormats]).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'where to write it; "-" is standard output (not for PDF)')
    .option(
      '--font <file...>',
      'font file for letters that the typeface of PDF lacks: Chinese, Arabic, Thai …; may be repeated',
    )
    .addHelpText('after', renderExamples)
    .action((path: string, options: InvoiceRenderOptions) =>
      runInProcess((io) => renderInvoiceFile(path, options, io)),
    );

const renderCheck = ({ number, valid, violations }: InvoiceCheck): string => {
  const verdict = `${number ?? '(no number)'}: ${valid ? 'valid' : 'not valid'}\n`;
  if (violations.length === 0) return verdict;
  const table = renderTable(
    ['Rule', 'Severity', 'Path', 'Found', 'What it demands'].map((header) => ({ header })),
    violations.map(({ rule, severity, path, found, sentence }) => [
      rule,
      severity,
      path,
      found ?? '',
      sentence,
    ]),
  );
  return `${table}\n${verdict}`;
};

const checkExamples = `
Rules of EN 16931 are always checked, those of Peppol BIS 3 and of the seller's country where the document says that it
follows Peppol. What was found does not change the exit code; a file that cannot be read exits with 2.

Example:
  trimtab invoice check invoice.xml --json`;

const checkCommand = (): Command =>
  withExitCodes(new Command('check'))
    .description('Check a UBL invoice or credit note by the rules of EN 16931 and Peppol BIS 3.')
    .argument('<file>', 'UBL (XML); "-" is standard input')
    .option('--json', 'print one JSON document instead of a table')
    .addHelpText('after', checkExamples)
    .action((path: string, options: { readonly json?: true }) =>
      runInProcess(async (io) => {
        const result = await checkInvoiceFile(path, io);
        return options.json === true ? `${JSON.stringify(result)}\n` : renderCheck(result);
      }),
    );

/** `trimtab invoice render`, `trimtab invoice check` and `trimtab invoice schema` */
export const invoiceCommand = (): Command =>
  withExitCodes(new Command('invoice'))
    .description('Compute invoices, write them as UBL, CII, PDF, Factur-X or JSON, and check UBL.')
    .addCommand(renderCommand())
    .addCommand(checkCommand())
    .addCommand(schemaCommand());
