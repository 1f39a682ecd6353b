import { Command, Option } from 'commander';
import { roundings } from '../engines/rating/rounding.ts';
import { AppError } from '../shared/errors.ts';
import { priceRulesSchema } from '../shared/rating/price-rules.ts';
import { type RateCommandOptions, type RatedFiles, rateFiles } from './rate-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { schemaCommand } from './schema-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const decimal = (header: string): TableColumn => ({ header, align: 'decimal' });

const longestName = 60;

/** The column of names, where the rate card has any, and what it shows of a meter. */
const nameColumn = (names: ReadonlyMap<string, string>, meters: readonly { readonly meterId: string }[]) => {
  const nameOf = (meterId: string): string => names.get(meterId.toLowerCase()) ?? '';
  const isShown = meters.some(({ meterId }) => nameOf(meterId) !== '');
  return {
    headers: isShown ? [text('Name')] : [],
    cells: (meterId: string): readonly string[] => {
      const name = nameOf(meterId);
      return isShown ? [name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name] : [];
    },
  };
};

const linesTable = ({ result: { lines }, meterNames }: RatedFiles): string => {
  const name = nameColumn(meterNames, lines);
  const isPriced = lines.some(({ selling }) => selling !== undefined);
  return renderTable(
    [
      ...['Subscription', 'Meter'].map(text),
      ...name.headers,
      text('Period from'),
      ...['Quantity', 'Rated', 'Amount', 'Discount', 'Rounded'].map(decimal),
      ...(isPriced ? [decimal('Price'), decimal('Margin'), text('Rule')] : []),
    ],
    lines.map((line) => [
      line.subscriptionId,
      line.meterId,
      ...name.cells(line.meterId),
      line.billingPeriodStart,
      line.quantity,
      line.ratedQuantity,
      line.amount,
      line.discount,
      line.rounded,
      ...(line.selling ? [line.selling.price, line.selling.margin, line.selling.rule ?? '(at cost)'] : []),
    ]),
  );
};

const unratedTable = ({ result: { unrated }, meterNames }: RatedFiles): string => {
  const name = nameColumn(meterNames, unrated);
  return renderTable(
    [
      text('Unrated meter'),
      ...name.headers,
      text('Why'),
      { header: 'Records', align: 'right' },
      decimal('Quantity'),
    ],
    unrated.map(({ meterId, reason, records, quantity }) => [
      meterId,
      ...name.cells(meterId),
      reason,
      String(records),
      quantity,
    ]),
  );
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Writes rated usage for a person. */
export const renderRate = (rated: RatedFiles): string => {
  const { result } = rated;
  const currency = result.currency ?? '(currency not named)';
  const parts = [linesTable(rated)];
  if (result.unrated.length > 0) parts.push(unratedTable(rated));
  const notes = [
    ...(result.duplicatesDropped === 0
      ? []
      : [`${plural(result.duplicatesDropped, 'record', 'records')} reported twice and counted once.`]),
    ...(result.lateRecords === 0
      ? []
      : [`${plural(result.lateRecords, 'late record', 'late records')} went to the open period.`]),
  ];
  const total = `Total ${result.total} ${currency}`;
  const sold = result.sellingTotal === undefined ? '' : `, sold for ${result.sellingTotal} ${currency}`;
  return [...parts, [...notes, `${total}${sold}`, ''].join('\n')].join('\n');
};

const examples = `
Accepts the shapes of Partner Center (ratecards/azure with "meters", utilizations/azure with "items") and of Azure
Commerce (RateCard with "Meters", UsageAggregates with "value"). A file of usage may be a list of answer pages, and
may be packed with gzip. How usage is rated is in docs/rating.md.

Examples, on files of this repository:
  trimtab rate --rate-card examples/rating/rate-card.json --usage examples/rating/usage.json
  trimtab rate --rate-card examples/rating/rate-card.json --usage examples/rating/usage.json \\
    --price-rules examples/rating/price-rules.json --json
  trimtab rate schema`;

type Given = Partial<Pick<RateCommandOptions, 'rateCard' | 'usage'>> &
  Omit<RateCommandOptions, 'rateCard' | 'usage'> & { readonly json?: true };

/** Both files are needed to rate, but not to print the schema, so that commander cannot require them. */
const complete = ({ rateCard, usage, ...options }: Given): RateCommandOptions => {
  if (rateCard !== undefined && usage !== undefined) return { rateCard, usage, ...options };
  const missing = rateCard === undefined ? '--rate-card' : '--usage';
  throw new AppError('invalid_input', {
    detail: `${missing}: found nothing, expected a file.`,
    fix: 'See the examples of "trimtab rate --help".',
  });
};

/** `trimtab rate --rate-card FILE --usage FILE [--price-rules FILE] [--json]` and `trimtab rate schema` */
export const rateCommand = (): Command =>
  withExitCodes(new Command('rate'))
    .description('Rate Azure usage by a rate card: exact, tier by tier, each line explained.')
    .option('--rate-card <file>', 'rate card (JSON); "-" is standard input')
    .option('--usage <files...>', 'utilisation (JSON); "-" is standard input')
    .option('--price-rules <file>', 'price rules (JSON); their schema: trimtab rate schema')
    .option('--period-start <day>', 'day of the month on which billing periods begin, 1 to 28', '1')
    .option('--open-since <date>', 'begin of the open period: older usage is late and goes there')
    .addOption(
      new Option('--rounding <policy>', 'rounding of each line to 2 places')
        .choices([...roundings])
        .default('half-up'),
    )
    .option('--json', 'print one JSON document instead of tables')
    .addHelpText('after', examples)
    .addCommand(schemaCommand('Print the JSON Schema of a file of price rules.', priceRulesSchema))
    .action((options: Given) =>
      runInProcess(async (io) => {
        const rated = await rateFiles(complete(options), io);
        return options.json === true ? `${JSON.stringify(rated.result)}\n` : renderRate(rated);
      }),
    );
