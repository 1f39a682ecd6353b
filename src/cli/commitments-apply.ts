import { Command } from 'commander';
import type { ApplyResult } from '../shared/commitments/apply.ts';
import type { CommitmentMeasures } from '../shared/commitments/metrics.ts';
import { applyFile, type MeasuredApplication } from './commitments-apply-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const figure = (header: string): TableColumn => ({ header, align: 'decimal' });

const usageTable = ({ usage }: ApplyResult): string =>
  renderTable(
    [text('Hour'), text('Usage'), text('Covered by'), figure('Quantity'), figure('Takes'), figure('Cost')],
    usage.flatMap(({ hour, id, covered, onDemandQuantity, onDemandCost }) => {
      const parts = covered.map(({ commitment, quantity, commitmentUsed }) => [
        commitment,
        quantity,
        commitmentUsed,
        '',
      ]);
      const isCovered = onDemandQuantity === '0' && parts.length > 0;
      const rest = isCovered ? [] : [['(on demand)', onDemandQuantity, '', onDemandCost]];
      return [...parts, ...rest].map((part) => [hour, id, ...part]);
    }),
  );

const commitmentTable = ({ commitments }: ApplyResult): string =>
  renderTable(
    [text('Hour'), text('Commitment'), figure('Committed'), figure('Used'), figure('Unused')],
    commitments.map(({ hour, id, committed, used, unused }) => [hour, id, committed, used, unused]),
  );

const totalTable = ({ totals }: ApplyResult): string =>
  renderTable(
    [text('Total'), figure('')],
    [
      ['On demand, without commitments', totals.onDemandEquivalent],
      ['On demand, not covered', totals.onDemandCost],
      ['Commitments, used or not', totals.commitmentCost],
      ['Paid', totals.totalCost],
      ['Net savings', totals.netSavings],
      ['Effective savings rate', totals.effectiveSavingsRate],
    ],
  );

const shareText = (share: string | null): string => share ?? '–';

const metricsTable = (metrics: CommitmentMeasures): string =>
  renderTable(
    [text('Measure'), figure('')],
    [
      ['Coverage', shareText(metrics.coverage)],
      ['Utilisation', shareText(metrics.utilisation)],
      ['Break-even utilisation', shareText(metrics.breakEvenUtilisation)],
      ['Savings rate, gross', shareText(metrics.commitmentsOnly.grossSavingsRate)],
      ['Waste', metrics.waste],
      ...metrics.demandFalls.map(({ fall, paid }) => [`Paid if demand fell by ${fall}`, paid]),
    ],
  );

/** Writes an application for a person. */
export const renderApplication = (result: MeasuredApplication): string =>
  [
    usageTable(result),
    ...(result.commitments.length === 0 ? [] : [commitmentTable(result)]),
    totalTable(result),
    ...(result.metrics === undefined ? [] : [metricsTable(result.metrics)]),
  ].join('\n');

const examples = `
How each provider goes about it, and the fields of a scenario, are in docs/commitments-apply.md.

Examples, on files of this repository:
  trimtab commitments apply examples/commitments/apply-aws.json
  trimtab commitments apply examples/commitments/apply-azure.json --metrics --json
  trimtab commitments apply examples/commitments/apply-gcp.json --json`;

/** `trimtab commitments apply SCENARIO.json [--json]` */
export const commitmentsApplyCommand = (): Command =>
  withExitCodes(
    new Command('apply')
      .description('Apply commitments to usage, hour by hour, as AWS, Azure or Google does.')
      .argument('<scenario>', 'usage and commitments (JSON, JSON.gz); "-" is standard input')
      .option('--metrics', 'measure coverage, utilisation, waste, and what is paid if demand falls')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((scenario: string, options: { readonly json?: true; readonly metrics?: true }) =>
        runInProcess(async (io) => {
          const result = await applyFile(scenario, io, options);
          return options.json === true ? `${JSON.stringify(result)}\n` : renderApplication(result);
        }),
      ),
  );
