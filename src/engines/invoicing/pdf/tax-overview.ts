import { type Canvas, colours, heightOf, page, structure, tagged, write } from './canvas.ts';
import { readableMoney, readableNumber } from './formats.ts';
import { ensureRoom, flowText } from './page-flow.ts';

const rowHeight = 13;
const headingHeight = 16;
const columns = [
  { x: page.left, width: 66, align: 'left' },
  { x: page.left + 70, width: 72, align: 'right' },
  { x: page.left + 150, width: 72, align: 'right' },
] as const;
const remarkStyle = { size: 8, colour: colours.soft } as const;

type Cells = readonly [rate: string, taxable: string, amount: string];

const drawRow = (
  canvas: Canvas,
  cells: Cells,
  isHeading: boolean,
  table: PDFKit.PDFStructureElement,
): void => {
  ensureRoom(canvas, rowHeight);
  const top = canvas.y;
  const style = { size: 8, strong: isHeading, colour: isHeading ? colours.soft : colours.ink, fit: true };
  const row = structure(canvas, 'TR', table);
  columns.forEach(({ x, width, align }, at) => {
    const draw = () => write(canvas, cells[at] ?? '', x, top, width, { ...style, align });
    tagged(canvas, isHeading ? 'TH' : 'TD', draw, row);
  });
  row.end();
  canvas.y = top + rowHeight;
};

const cellsOf = ({ facts, language }: Canvas): readonly Cells[] =>
  facts.taxBreakdown.map(({ rate, category = '', taxable = '0', amount = '0' }) => [
    rate === undefined
      ? category
      : `${readableNumber(rate, language)} %${category === 'S' ? '' : ` (${category})`}`,
    readableNumber(taxable, language),
    readableNumber(amount, language),
  ]);

/** Why no tax is charged, and the total in the currency of the accounts. */
const remarksOf = ({ facts, words, language }: Canvas): string => {
  const { taxInAccountingCurrency } = facts.totals;
  return [
    ...facts.taxBreakdown.flatMap(({ category, exemptionReason }) =>
      exemptionReason === undefined ? [] : [`${category}: ${exemptionReason}`],
    ),
    ...(taxInAccountingCurrency === undefined
      ? []
      : [
          `${words.totalTax}: ${readableMoney(taxInAccountingCurrency, facts.accountingCurrency ?? '', language)}`,
        ]),
  ].join('\n');
};

/** How high the overview becomes. */
export const taxesHeight = (canvas: Canvas, width: number): number => {
  const remarks = remarksOf(canvas);
  const table = headingHeight + rowHeight * (canvas.facts.taxBreakdown.length + 1);
  return table + (remarks === '' ? 0 : heightOf(canvas, remarks, width, remarkStyle) + 2);
};

/** VAT by category and rate, with the reason where none is charged. */
export const drawTaxes = (canvas: Canvas, width: number): void => {
  const { words } = canvas;
  ensureRoom(canvas, headingHeight + 2 * rowHeight);
  const top = canvas.y;
  tagged(canvas, 'H2', () =>
    write(canvas, words.taxOverview, page.left, top, width, { size: 9, strong: true }),
  );
  canvas.y = top + headingHeight;
  const table = structure(canvas, 'Table');
  drawRow(canvas, [words.rate, words.taxable, words.tax], true, table);
  for (const cells of cellsOf(canvas)) drawRow(canvas, cells, false, table);
  table.end();
  const remarks = remarksOf(canvas);
  if (remarks === '') return;
  canvas.y += 2;
  flowText(canvas, remarks, page.left, width, remarkStyle);
};
