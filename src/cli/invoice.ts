import { Command, Option } from 'commander';
import { AppError } from '../shared/errors.ts';
import { invoiceDocumentSchema } from '../shared/invoicing/invoice-document.ts';
import {
  checkInvoiceFile,
  type InvoiceCheck,
  type InvoiceRenderOptions,
  invoiceFormats,
  renderInvoiceFile,
} from './invoice-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { schemaCommand } from './schema-command.ts';
import { renderTable } from './table.ts';

const renderExamples = `
Totals are computed by the rules of EN 16931; a document that cannot become a valid invoice is refused, naming the JSON
path and the rule. UBL follows Peppol BIS 3, the rules of the seller's country included. JSON has every computed amount, for
programs; it is not rendered again. See docs/invoices.md.

Examples, on files of this repository:
  trimtab invoice render examples/invoices/standard.json --format ubl --output invoice.xml
  trimtab invoice render examples/invoices/standard.json --format facturx --output invoice.pdf
  trimtab invoice render examples/invoices/credit-note.json --format json --output -`;

/** Standard output holds the invoice or what was written of it, not both. */
const requireFreeOutput = (output: string): void => {
  if (output !== '-') return;
  throw new AppError('invalid_input', {
    detail: '--json: found with --output -, which writes the invoice itself to standard output.',
    fix: 'Name a file with --output, or leave --json out; --format json writes the invoice as JSON.',
  });
};

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
    .option('--json', 'say in JSON what was written; without it nothing is said')
    .addHelpText('after', renderExamples)
    .action((path: string, { json, ...options }: InvoiceRenderOptions & { readonly json?: true }) =>
      runInProcess(async (io) => {
        const { format, output } = options;
        if (json !== true) return renderInvoiceFile(path, options, io);
        requireFreeOutput(output);
        await renderInvoiceFile(path, options, io);
        return `${JSON.stringify({ format, output })}\n`;
      }),
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
    .addCommand(schemaCommand('Print the JSON Schema of an invoice document.', invoiceDocumentSchema));
