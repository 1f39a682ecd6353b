import type { AdjustmentFacts, LineFacts } from '../invoice-facts.ts';
import {
  asArtifact,
  type Canvas,
  colours,
  heightOf,
  page,
  rule,
  structure,
  tagged,
  write,
} from './canvas.ts';
import { readableNumber, readablePeriod, readablePrice } from './formats.ts';
import { ensureRoom, flowText } from './page-flow.ts';
import { unitWords } from './words.ts';

interface Column {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** Left edge and width of each column; numbers to the right. */
const columns: Readonly<Record<'item' | 'quantity' | 'price' | 'tax' | 'amount', Column>> = {
  item: { x: page.left, width: 218, align: 'left' },
  quantity: { x: page.left + 224, width: 84, align: 'right' },
  price: { x: page.left + 314, width: 76, align: 'right' },
  tax: { x: page.left + 394, width: 38, align: 'right' },
  amount: { x: page.left + 438, width: page.right - page.left - 438, align: 'right' },
};

type ColumnName = keyof typeof columns;

const tableHead = (canvas: Canvas): void => {
  const { words, facts } = canvas;
  const top = canvas.y;
  const labels: Readonly<Record<ColumnName, string>> = {
    item: words.description,
    quantity: words.quantity,
    price: words.price,
    tax: words.tax,
    amount: `${words.amount} ${facts.currency}`,
  };
  const draw = (name: ColumnName) =>
    write(canvas, labels[name], columns[name].x, top, columns[name].width, {
      size: 8,
      strong: true,
      colour: colours.soft,
      align: columns[name].align,
    });
  asArtifact(
    canvas,
    () => {
      for (const name of Object.keys(columns)) draw(name as ColumnName);
    },
    'Pagination',
  );
  rule(canvas, top + 15, colours.brand);
  canvas.y = top + 22;
};

const adjustmentText = (
  canvas: Canvas,
  label: string,
  { reason, amount, percent }: AdjustmentFacts,
): string => {
  const { language } = canvas;
  const share = percent === undefined ? '' : ` ${readableNumber(percent, language)} %`;
  return `${reason ?? label}${share}: ${label === canvas.words.discount ? '\u2212' : ''}${readableNumber(amount ?? '0', language)}`;
};

/** What stands small below the name of an item. */
const details = (canvas: Canvas, line: LineFacts): string => {
  const { words, language } = canvas;
  const { period, price } = line;
  const parts = [
    line.description,
    line.sellerItemId,
    line.note,
    period?.start && period.end && readablePeriod(period.start, period.end, language, 'medium'),
    ...line.attributes.map(({ name, value }) => `${name}: ${value}`),
    line.orderLine && `${words.order} ${line.orderLine}`,
    price.gross && price.discount !== '0'
      ? `${words.listPrice} ${readablePrice(price.gross, language)}, ${words.discount.toLowerCase()} ${readablePrice(price.discount ?? '0', language)}`
      : undefined,
    ...line.allowances.map((each) => adjustmentText(canvas, words.discount, each)),
    ...line.charges.map((each) => adjustmentText(canvas, words.charge, each)),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
};

const cellsOf = (canvas: Canvas, line: LineFacts): Readonly<Record<Exclude<ColumnName, 'item'>, string>> => {
  const { language, words } = canvas;
  const unit = unitWords[language][line.unit ?? ''] ?? line.unit ?? '';
  const base = line.price.baseQuantity;
  const per = base === undefined || base === '1' ? '' : `\n${words.per} ${readableNumber(base, language)}`;
  return {
    quantity: `${readableNumber(line.quantity ?? '0', language)} ${unit}`.trim(),
    price: `${readablePrice(line.price.net ?? '0', language)}${per}`,
    tax:
      line.tax.category === 'S' || line.tax.category === 'L' || line.tax.category === 'M'
        ? `${readableNumber(line.tax.rate ?? '0', language)} %`
        : (line.tax.category ?? ''),
    amount: readableNumber(line.netAmount ?? '0', language),
  };
};

const nameStyle = { size: 9, strong: true } as const;
const detailStyle = { size: 8, colour: colours.soft } as const;

const figure = { align: 'right', fit: true } as const;
const highestRow = 600;

const drawRow = (canvas: Canvas, line: LineFacts, table: PDFKit.PDFStructureElement): void => {
  const { item } = columns;
  const cells = cellsOf(canvas, line);
  const name = line.name ?? '';
  const small = details(canvas, line);
  const nameHeight = heightOf(canvas, name, item.width, nameStyle);
  const smallHeight = small === '' ? 0 : heightOf(canvas, small, item.width, detailStyle) + 1;
  const height = Math.max(
    nameHeight + smallHeight,
    heightOf(canvas, cells.price, columns.price.width, figure),
    heightOf(canvas, cells.quantity, columns.quantity.width, figure),
  );
  const repeat = () => tableHead(canvas);
  // A row that is higher than a page (a very long description) goes on over pages; every other stays whole.
  const isWhole = height <= highestRow;
  ensureRoom(canvas, isWhole ? height + 10 : nameHeight + 60, repeat);
  const top = canvas.y;
  const row = structure(canvas, 'TR', table);
  tagged(
    canvas,
    'TD',
    () => {
      write(canvas, name, item.x, top, item.width, nameStyle);
      if (small !== '' && isWhole)
        write(canvas, small, item.x, top + nameHeight + 1, item.width, detailStyle);
    },
    row,
  );
  for (const key of ['quantity', 'price', 'tax', 'amount'] as const) {
    const { x, width } = columns[key];
    tagged(canvas, 'TD', () => write(canvas, cells[key], x, top, width, figure), row);
  }
  row.end();
  canvas.y = top + height;
  if (!isWhole) {
    canvas.y = top + nameHeight + 1;
    flowText(canvas, small, item.x, item.width, detailStyle, repeat);
  }
  rule(canvas, canvas.y + 4);
  canvas.y += 10;
};

/** The table of lines, over as many pages as it needs, its head on each. */
export const drawLines = (canvas: Canvas): void => {
  tableHead(canvas);
  const table = structure(canvas, 'Table');
  for (const line of canvas.facts.lines) drawRow(canvas, line, table);
  table.end();
};
