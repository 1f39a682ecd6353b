import { Command } from 'commander';
import { reconcile } from '../engines/reconciliation/reconcile.ts';
import { type Reconciliation, reconciliationFileSchema } from '../shared/reconciliation/reconciliation.ts';
import { readReconciliation } from './reconcile-input.ts';
import { type CommandIo, runInProcess, withExitCodes } from './run-command.ts';
import { schemaCommand } from './schema-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const decimal = (header: string): TableColumn => ({ header, align: 'decimal' });

/**
 * Compares the two lists of lines in a file, or the provider's with rated ones of a file of their own.
 *
 * @throws AppError `invalid_input` naming the file and the JSON path
 */
export const reconcileFile = async (
  path: string,
  io: CommandIo,
  ratedPath?: string,
): Promise<Reconciliation> => reconcile(await readReconciliation(path, ratedPath, io));

const groupsTable = ({ groups }: Reconciliation): string =>
  renderTable(
    [
      ...['Subscription', 'Item', 'Period from', 'Currency'].map(text),
      ...['Rated', 'Provider', 'Difference'].map(decimal),
      text('Status'),
      text('Why'),
      decimal('Unexplained'),
    ],
    groups.map((group) => [
      group.subscriptionId,
      group.itemId,
      group.periodStart,
      group.currency,
      group.rated,
      group.provider,
      group.difference,
      group.status,
      group.explanations.map(({ kind, amount }) => `${kind} ${amount}`).join(', '),
      group.unexplained,
    ]),
  );

const sentenceOf = (total: Reconciliation['totals'][number]): string => {
  const reasons = Object.entries(total.explained).map(([kind, amount]) => `${kind} ${amount}`);
  const parts = [`within the tolerance ${total.matched}`, ...reasons, `unexplained ${total.unexplained}`];
  return `${total.currency}: rated ${total.rated}, provider ${total.provider}, difference ${total.difference} = ${parts.join(' + ')}\n`;
};

/** Writes a reconciliation for a person. */
export const renderReconciliation = (result: Reconciliation): string =>
  result.groups.length === 0
    ? 'There are no lines on either side.\n'
    : [groupsTable(result), result.totals.map(sentenceOf).join('')].join('\n');

const examples = `
The file has the rated lines and the provider's, or only the provider's, and --rated names the output of
"trimtab rate --json". How they are compared is in docs/reconciliation.md.

Examples, on files of this repository:
  trimtab reconcile examples/reconciliation/september.json
  trimtab reconcile examples/reconciliation/september.json --json
  trimtab rate --rate-card examples/rating/rate-card.json --usage examples/rating/usage.json --json > /tmp/rated.json
  trimtab reconcile examples/reconciliation/may-provider.json --rated /tmp/rated.json
  trimtab reconcile schema`;

/** `trimtab reconcile FILE [--rated FILE] [--json]` and `trimtab reconcile schema` */
export const reconcileCommand = (): Command =>
  withExitCodes(new Command('reconcile'))
    .description('Compare rated lines with the provider’s, and explain each difference.')
    .argument('<file>', 'rated and provider’s lines (JSON); "-" is standard input')
    .option('--rated <file>', 'rated lines: the output of "trimtab rate --json"; "-" is standard input')
    .option('--json', 'print one JSON document instead of a table')
    .addHelpText('after', examples)
    .addCommand(schemaCommand('Print the JSON Schema of the file.', reconciliationFileSchema))
    .action((path: string, options: { readonly rated?: string; readonly json?: true }) =>
      runInProcess(async (io) => {
        const result = await reconcileFile(path, io, options.rated);
        return options.json === true ? `${JSON.stringify(result)}\n` : renderReconciliation(result);
      }),
    );
