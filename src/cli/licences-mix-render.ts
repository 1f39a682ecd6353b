import type { MixResult } from '../shared/licences/mix-result.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const count = (header: string): TableColumn => ({ header, align: 'right' });
const money = (header: string): TableColumn => ({ header, align: 'decimal' });

const listed = (names: readonly string[]): string => names.join(' + ') || 'none';

const costTable = (result: MixResult): string =>
  renderTable(
    [text(`${result.currency} a month`), money('Cost')],
    [
      ['today', result.currentMonthlyCost],
      [`cheapest mix from ${result.planFor}`, result.optimalMonthlyCost],
      [`no mix costs less than${result.isProven ? '' : ' (not proven)'}`, result.bound],
      ...result.steps.map(({ from, ended, monthlyCost }) => [
        `cheapest mix from ${from}, when terms of ${listed(ended)} end`,
        monthlyCost,
      ]),
    ],
  );

const savingTable = ({ savings }: MixResult): string =>
  renderTable(
    [text('From'), text('Kind'), money('Monthly saving')],
    savings.map(({ from, kind, monthlySaving }) => [from, kind, monthlySaving]),
  );

const classTable = ({ classes }: MixResult): string =>
  renderTable(
    [
      count('Class'),
      count('Users'),
      text('Need'),
      text('Today'),
      text('Planned'),
      money('Monthly today'),
      money('Planned'),
      text('For example'),
    ],
    classes.map(({ users, summary, from, to, monthlyFrom, monthlyTo, labels }, place) => [
      String(place + 1),
      String(users),
      summary,
      listed(from),
      listed(to),
      monthlyFrom,
      monthlyTo,
      labels[0] ?? '',
    ]),
  );

const skuTable = ({ skus }: MixResult): string =>
  renderTable(
    [
      text('SKU'),
      count('Seats today'),
      count('Planned'),
      count('Committed'),
      text('Until'),
      money('Price'),
      money('Monthly today'),
      money('Planned'),
    ],
    skus.map((sku) => [
      sku.skuPartNumber,
      String(sku.seatsBefore),
      String(sku.seatsAfter),
      String(sku.seatsCommitted),
      sku.committedUntil ?? '',
      sku.monthlyPrice,
      sku.monthlyBefore,
      sku.monthlyAfter,
    ]),
  );

const choiceTable = ({ choices }: MixResult): string =>
  renderTable(
    [text('Choice'), text('Setting'), money('Costs a month now'), money('When no term runs')],
    choices.map(({ label, setting, monthlyPrice, monthlyPriceUncommitted }) => [
      label,
      setting,
      monthlyPrice ?? '(unknown)',
      monthlyPriceUncommitted ?? '(unknown)',
    ]),
  );

const keptTable = ({ unpriced }: MixResult): string =>
  renderTable(
    [text('Left as it is'), count('Seats'), text('Because')],
    unpriced.map(({ skuPartNumber, seats, reason }) => [skuPartNumber, String(seats), reason]),
  );

const problemTable = ({ problems }: MixResult): string =>
  renderTable(
    [text('Problem'), text('Source'), text('Detail')],
    problems.map(({ code, source, detail }) => [code, source, detail]),
  );

/** The cheapest mix as tables for a person. */
export const renderMix = (result: MixResult): string =>
  [
    `${result.users} licensed users as of ${result.asOf}, ${result.classes.length} classes\n`,
    costTable(result),
    ...(result.savings.length > 0 ? [savingTable(result)] : []),
    ...(result.classes.length > 0 ? [classTable(result)] : []),
    ...(result.skus.length > 0 ? [skuTable(result)] : []),
    ...(result.choices.length > 0 ? [choiceTable(result)] : []),
    ...(result.unpriced.length > 0 ? [keptTable(result)] : []),
    ...(result.problems.length > 0 ? [problemTable(result)] : []),
  ].join('\n');
