import { Command } from 'commander';
import type { ApplyResult } from '../shared/commitments/apply.ts';
import type { CommitmentMeasures } from '../shared/commitments/metrics.ts';
import { Exact, formatDecimal } from '../shared/money.ts';
import { applyFile, type MeasuredApplication } from './commitments-apply-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { percent, unknownText } from './share-text.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const figure = (header: string): TableColumn => ({ header, align: 'decimal' });

/** JSON keeps every digit; a table shows what a person reads. Money has two places at least. */
const rounded = (amount: string, places: number, minimumPlaces: number): string =>
  amount === '' ? '' : formatDecimal(new Exact(amount).toDecimalPlaces(places), minimumPlaces);
const quantityText = (amount: string): string => rounded(amount, 6, 0);
const moneyText = (amount: string): string => rounded(amount, 4, 2);
/** Money of plans comes with two places at least, instance-hours of reservations without. */
const ownUnitText = (amount: string): string => rounded(amount, 6, /\.\d\d/.test(amount) ? 2 : 0);

const usageTable = ({ usage }: ApplyResult): string =>
  renderTable(
    [text('Hour'), text('Usage'), text('Covered by'), figure('Quantity'), figure('Takes'), figure('Cost')],
    usage.flatMap(({ hour, id, covered, onDemandQuantity, onDemandCost }) => {
      const parts = covered.map(({ commitment, quantity, commitmentUsed }) => [
        commitment,
        quantityText(quantity),
        ownUnitText(commitmentUsed),
        '',
      ]);
      const isCovered = onDemandQuantity === '0' && parts.length > 0;
      const rest = isCovered
        ? []
        : [['(on demand)', quantityText(onDemandQuantity), '', moneyText(onDemandCost)]];
      return [...parts, ...rest].map((part) => [hour, id, ...part]);
    }),
  );

const commitmentTable = ({ commitments }: ApplyResult): string =>
  renderTable(
    [text('Hour'), text('Commitment'), figure('Committed'), figure('Used'), figure('Unused')],
    commitments.map(({ hour, id, committed, used, unused }) => [
      hour,
      id,
      ...[committed, used, unused].map(ownUnitText),
    ]),
  );

/** Of usage that costs nothing on demand, no share can be saved. */
const savingsRateText = ({ effectiveSavingsRate, onDemandEquivalent }: ApplyResult['totals']): string =>
  new Exact(onDemandEquivalent).isZero() ? unknownText : percent(effectiveSavingsRate);

const totalTable = ({ totals }: ApplyResult): string =>
  renderTable(
    [text('Total'), figure('')],
    [
      ['On demand, without commitments', moneyText(totals.onDemandEquivalent)],
      ['On demand, not covered', moneyText(totals.onDemandCost)],
      ['Commitments, used or not', moneyText(totals.commitmentCost)],
      ['Paid', moneyText(totals.totalCost)],
      ['Net savings', moneyText(totals.netSavings)],
      ['Effective savings rate %', savingsRateText(totals)],
    ],
  );

const metricsTable = (metrics: CommitmentMeasures): string =>
  renderTable(
    [text('Measure'), figure('')],
    [
      ['Coverage %', percent(metrics.coverage)],
      ['Utilisation %', percent(metrics.utilisation)],
      ['Break-even utilisation %', percent(metrics.breakEvenUtilisation)],
      ['Savings rate, gross %', percent(metrics.commitmentsOnly.grossSavingsRate)],
      ['Waste', moneyText(metrics.waste)],
      ['Lock-in, months', metrics.lockInMonths === null ? unknownText : rounded(metrics.lockInMonths, 1, 1)],
      ...metrics.demandFalls.map(({ fall, paid }) => [
        `Paid if demand fell by ${Number(fall) * 100} %`,
        moneyText(paid),
      ]),
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
      .option('--metrics', 'measure coverage, utilisation, waste, lock-in, and what is paid if demand falls')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((scenario: string, options: { readonly json?: true; readonly metrics?: true }) =>
        runInProcess(async (io) => {
          const result = await applyFile(scenario, io, options);
          return options.json === true ? `${JSON.stringify(result)}\n` : renderApplication(result);
        }),
      ),
  );
