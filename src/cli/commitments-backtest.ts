import { Command } from 'commander';
import type { BacktestResult, PolicyResult } from '../shared/commitments/backtest.ts';
import { builtInPolicyNames } from '../shared/commitments/backtest.ts';
import { type BacktestOptions, backtest } from './commitments-backtest-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const figure = (header: string): TableColumn => ({ header, align: 'decimal' });
const nothing = '–';

const percent = (share: string | null): string =>
  share === null ? nothing : (Number(share) * 100).toFixed(2);

const rowOf = (policy: PolicyResult): readonly string[] => [
  policy.name,
  percent(policy.effectiveSavingsRate),
  percent(policy.coverage),
  percent(policy.utilisation),
  policy.lockInMonths === null ? nothing : Number(policy.lockInMonths).toFixed(2),
  String(policy.purchases.length),
];

/** The back-test as a table for a person. */
export const renderBacktest = ({ policies, offlineOptimum, onDemandCost }: BacktestResult): string => {
  const rows = policies.map(rowOf);
  if (offlineOptimum) rows.push(['(optimum)', percent(offlineOptimum.effectiveSavingsRate), '', '', '', '']);
  const table = renderTable(
    [
      { header: 'Policy' },
      figure('ESR %'),
      figure('Coverage %'),
      figure('Utilisation %'),
      figure('Lock-in months'),
      { header: 'Purchases', align: 'right' },
    ],
    rows,
  );
  return `On-demand equivalent of the evaluated hours: ${onDemandCost}\n\n${table}`;
};

const examples = `
Policies: ${builtInPolicyNames.join(', ')}. Without --policy all of them are run; with several offers, the simple
ones also with each offer alone (daily-14d:flex-1y). What each does, and what a policy file holds, is in
docs/commitments.md. ESR is the effective savings rate, unused commitment included.

Examples, on files of this repository:
  trimtab commitments backtest --demand examples/commitments/demand.csv --offers examples/commitments/offers.json \\
    --history-hours 2160
  trimtab commitments backtest --demand examples/commitments/demand.csv --offers examples/commitments/offers.json \\
    --history-hours 2160 --policy trimtab --optimum --json`;

/** `trimtab commitments backtest --demand FILE --offers FILE --history-hours N [--policy NAME|FILE] [--json]` */
export const commitmentsBacktestCommand = (): Command =>
  withExitCodes(
    new Command('backtest')
      .description(
        'Buy commitments over past demand as a policy would have, and say what it would have saved.',
      )
      .requiredOption('--demand <file>', 'CSV, CSV.gz or Parquet hour,series,quantity; "-" is standard input')
      .requiredOption('--offers <file>', 'JSON [{id,scope,termHours,discount}]; "-" is standard input')
      .requiredOption(
        '--history-hours <hours>',
        'hours at the start that are known before the first decision',
      )
      .option('--policy <name>', 'a policy by its name or from a JSON file (all, if left out)')
      .option('--optimum', 'also find the best that could have been done, knowing all demand')
      .option('--json', 'print one JSON document instead of a table')
      .addHelpText('after', examples)
      .action((options: BacktestOptions & { readonly json?: true }) =>
        runInProcess(async (io, signal) => {
          const result = await backtest(options, io, signal);
          return options.json === true ? `${JSON.stringify(result)}\n` : renderBacktest(result);
        }),
      ),
  );
