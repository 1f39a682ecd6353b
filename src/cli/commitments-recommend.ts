import { Command } from 'commander';
import type { Recommendation, Tranche } from '../shared/commitments/recommend.ts';
import { type RecommendOptions, recommendPurchases } from './commitments-recommend-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const figure = (header: string): TableColumn => ({ header, align: 'decimal' });
const text = (header: string): TableColumn => ({ header });
const nothing = '–';
const all = '(all)';

const rounded = (value: string): string => Number(value).toFixed(2);
const percent = (share: string | null): string =>
  share === null ? nothing : (Number(share) * 100).toFixed(1);

const trancheTable = ({ tranches }: Recommendation): string =>
  renderTable(
    [
      text('Offer'),
      text('Series'),
      figure('Covers / h'),
      figure('Costs / h'),
      figure('At once'),
      figure('Used %'),
      figure('Saves / month'),
      text('Until'),
    ],
    tranches.map((each) => [
      each.offer,
      each.series ?? all,
      rounded(each.quantity),
      rounded(each.hourlyCost),
      rounded(each.upfrontCost),
      percent(each.expectedUtilisation),
      rounded(each.expectedMonthlySaving),
      each.endsAt.slice(0, 10),
    ]),
  );

const reasonsOfEach = (entries: readonly Pick<Tranche, 'offer' | 'series' | 'reason'>[]): string =>
  entries
    .map(
      ({ offer, series, reason }) =>
        `${offer}, ${series ?? all}:\n${reason.map((each) => `  ${each.text}`).join('\n')}\n`,
    )
    .join('');

const reasonLines = ({ tranches }: Recommendation): string => reasonsOfEach(tranches);

/** Entries that were declined and are told; --json has all. */
const mostDeclined = 20;

const declinedLines = ({ declined }: Recommendation): string => {
  if (declined.length === 0) return '';
  const more = declined.length - mostDeclined;
  return `Not bought:\n${reasonsOfEach(declined.slice(0, mostDeclined))}${more > 0 ? `and ${more} more, which --json lists.\n` : ''}\n`;
};

const downsideTable = ({ downside }: Recommendation): string =>
  renderTable(
    [figure('Demand falls by %'), figure('Saves / month'), figure('Used %'), figure('Still paid % of today')],
    downside.map((each) => [
      percent(each.fall),
      rounded(each.monthlySaving),
      percent(each.utilisation),
      percent(each.stillPaidShare),
    ]),
  );

/** The recommendation as tables and sentences for a person. */
export const renderRecommendation = (result: Recommendation): string => {
  const { asOf, totals, tranches } = result;
  const head = `As of ${asOf}, on-demand equivalent of a month: ${rounded(totals.onDemandMonthly)}\n`;
  if (tranches.length === 0)
    return `${head}\nNothing to buy now.\n\n${declinedLines(result)}${downsideTable(result)}`;
  const sum = `Saves ${rounded(totals.expectedMonthlySaving)} a month; locks in ${totals.lockInMonths === null ? nothing : rounded(totals.lockInMonths)} months.\n`;
  return [
    `${head}${sum}`,
    trancheTable(result),
    `${reasonLines(result)}\n${declinedLines(result)}${downsideTable(result)}`,
  ].join('\n');
};

const examples = `
Fields of existing commitments and of the rules (--policy) are in docs/commitments.md.

Examples, on files of this repository:
  trimtab commitments recommend --demand examples/commitments/demand.csv --offers examples/commitments/offers.json
  trimtab commitments recommend --demand examples/commitments/demand.csv --offers examples/commitments/offers.json \\
    --existing examples/commitments/existing.json --policy examples/commitments/rules.json --json`;

/** `trimtab commitments recommend --demand FILE --offers FILE [--existing FILE] [--policy FILE] [--json]` */
export const commitmentsRecommendCommand = (): Command =>
  withExitCodes(
    new Command('recommend')
      .description(
        'Say what commitments to buy now, what they should save, and what falling demand would cost.',
      )
      .requiredOption('--demand <file>', 'CSV, CSV.gz or Parquet hour,series,quantity; "-" is standard input')
      .requiredOption('--offers <file>', 'JSON [{id,scope,termHours,discount}]; "-" is standard input')
      .option('--existing <file>', 'JSON of commitments that are held; "-" is standard input')
      .option('--policy <file>', 'JSON of rules to keep to; "-" is standard input')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((options: RecommendOptions & { readonly json?: true }) =>
        runInProcess(async (io, signal) => {
          const result = await recommendPurchases(options, io, signal);
          return options.json === true ? `${JSON.stringify(result)}\n` : renderRecommendation(result);
        }),
      ),
  );
