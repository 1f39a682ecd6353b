import { Command, Option } from 'commander';
import { z } from 'zod';
import { invoiceDocumentSchema } from '../shared/invoicing/invoice-document.ts';
import { type InvoiceRenderOptions, invoiceFormats, renderInvoiceFile } from './invoice-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

const schemaCommand = (): Command =>
  withExitCodes(new Command('schema'))
    .description('Print the JSON Schema of an invoice document.')
    .action(() =>
      runInProcess(
        async () => `${JSON.stringify(z.toJSONSchema(invoiceDocumentSchema, { io: 'input' }), null, 2)}\n`,
      ),
    );

const renderCommand = (): Command =>
  withExitCodes(new Command('render'))
    .description('Compute an invoice and write it.')
    .argument('<invoice>', 'invoice document (JSON); "-" is standard input')
    .addOption(
      new Option('--format <format>', 'what to write').choices([...invoiceFormats]).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'where to write it; "-" is standard output')
    .action((path: string, options: InvoiceRenderOptions) =>
      runInProcess((io) => renderInvoiceFile(path, options, io)),
    );

/** `trimtab invoice render` and `trimtab invoice schema` */
export const invoiceCommand = (): Command =>
  withExitCodes(new Command('invoice'))
    .description('Compute invoices and write them as UBL, CII, PDF, Factur-X or JSON.')
    .addCommand(renderCommand())
    .addCommand(schemaCommand());
