import { Command } from 'commander';
import { sentenceOf } from '../engines/subscriptions/sentence.ts';
import type { Quote } from '../shared/subscriptions/quote.ts';
import { quoteRequestSchema } from '../shared/subscriptions/quote-request.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { schemaCommand } from './schema-command.ts';
import { quoteFile } from './subscriptions-work.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const right = (header: string): TableColumn => ({ header, align: 'right' });
const decimal = (header: string): TableColumn => ({ header, align: 'decimal' });

const linesTable = ({ lines }: Quote): string =>
  renderTable(
    [
      text('Charge'),
      text('Product'),
      right('Seats'),
      text('From'),
      text('To'),
      right('Days'),
      decimal('A seat'),
      decimal('Amount'),
    ],
    lines.map((line) => [
      line.chargeType,
      line.product,
      String(line.seats),
      line.from,
      line.to ?? '',
      `${line.days} of ${line.cycleDays}`,
      line.seatAmount,
      line.amount,
    ]),
  );

const renewalTable = ({ renewal }: Quote): string =>
  renderTable(
    [
      text('When the term is over'),
      text('Product'),
      right('Seats'),
      decimal('First charge'),
      decimal('Whole term'),
      text(''),
    ],
    renewal.map((path) => [
      path.path,
      path.product,
      String(path.seats),
      path.firstCharge ?? 'not known',
      path.wholeTerm ?? 'not known',
      [
        ...(path.isDefault ? ['as things are'] : []),
        ...(path.isPriceAssumed ? ['at the present price'] : []),
      ].join(', '),
    ]),
  );

/** Writes a quote for a person. */
export const renderQuote = (quote: Quote): string =>
  [
    `${sentenceOf(quote.explanation)}\n`,
    ...(quote.lines.length > 0 ? [linesTable(quote)] : []),
    ...(quote.renewal.length > 0 ? [renewalTable(quote)] : []),
    `By the rules ${quote.policy}, in ${quote.currency}.\n`,
  ].join('\n');

const examples = `
Nothing is changed and nobody is asked: what a change costs is calculated from what the file says. The rules and where
they come from are in docs/new-commerce.md.

Examples, on files of this repository:
  trimtab subscriptions quote examples/subscriptions/add-seats.json
  trimtab subscriptions quote examples/subscriptions/cancel-late.json --json
  trimtab subscriptions schema`;

const quoteCommand = (): Command =>
  withExitCodes(new Command('quote'))
    .description('Say what a change costs, whether it may be made, and what it leads to at renewal.')
    .argument('<file>', 'subscription, change, moment and prices (JSON); "-" is standard input')
    .option('--json', 'print one JSON document instead of a sentence and tables')
    .addHelpText('after', examples)
    .action((path: string, options: { readonly json?: true }) =>
      runInProcess(async (io) => {
        const quote = await quoteFile(path, io);
        return options.json === true ? `${JSON.stringify(quote)}\n` : renderQuote(quote);
      }),
    );

/** `trimtab subscriptions quote FILE [--json]` and `trimtab subscriptions schema` */
export const subscriptionsCommand = (): Command =>
  withExitCodes(new Command('subscriptions'))
    .description('Quote changes of new-commerce subscriptions: exact to the day, with what may be done when.')
    .addHelpText('after', examples)
    .addCommand(quoteCommand())
    .addCommand(schemaCommand('Print the JSON Schema of what is asked.', quoteRequestSchema));
