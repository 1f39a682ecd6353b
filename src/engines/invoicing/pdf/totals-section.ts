import type { AdjustmentFacts, TaxBreakdownFacts } from '../invoice-facts.ts';
import { type Canvas, colours, heightOf, linesIn, page, rule, structure, tagged, write } from './canvas.ts';
import { dueOf } from './due.ts';
import { readableNumber } from './formats.ts';
import { ensureRoom } from './page-flow.ts';
import { drawTaxes, taxesHeight } from './tax-overview.ts';

interface TotalRow {
  readonly label: string;
  readonly amount: string;
  readonly strong?: boolean;
}

const signed = (amount: string, isMinus: boolean): string =>
  isMinus && !amount.startsWith('-') ? `-${amount}` : amount;

const taxLabel = (
  { words, language }: Canvas,
  { category, rate, exemptionReason }: TaxBreakdownFacts,
): string => {
  const isTaxed = ['S', 'L', 'M', 'Z'].includes(category ?? '');
  return isTaxed
    ? `${words.tax} ${readableNumber(rate ?? '0', language)} %`
    : (exemptionReason ?? `${words.tax} ${category}`);
};

const totalRows = (canvas: Canvas): readonly TotalRow[] => {
  const { facts, words } = canvas;
  const { totals } = facts;
  const adjustment =
    (label: string, isMinus: boolean) =>
    ({ reason, amount }: AdjustmentFacts): TotalRow => ({
      label: reason ?? label,
      amount: signed(amount ?? '0', isMinus),
    });
  const optional = (label: string, amount: string | undefined): readonly TotalRow[] =>
    amount === undefined ? [] : [{ label, amount }];
  const hasAdjustments = facts.allowances.length + facts.charges.length > 0;
  const hasMore = totals.prepaid !== undefined || totals.rounding !== undefined;
  return [
    ...(hasAdjustments ? [{ label: words.subtotal, amount: totals.lines ?? '0' }] : []),
    ...facts.allowances.map(adjustment(words.discount, true)),
    ...facts.charges.map(adjustment(words.charge, false)),
    { label: words.withoutTax, amount: totals.withoutTax ?? '0' },
    ...facts.taxBreakdown.map((group) => ({ label: taxLabel(canvas, group), amount: group.amount ?? '0' })),
    ...(hasMore ? [{ label: words.withTax, amount: totals.withTax ?? '0' }] : []),
    ...optional(words.prepaid, totals.prepaid === undefined ? undefined : signed(totals.prepaid, true)),
    ...optional(words.rounding, totals.rounding),
    {
      label: dueOf(canvas).label,
      amount: totals.due ?? '0',
      strong: true,
    },
  ];
};

const amountWidth = 120;

interface MeasuredRow extends TotalRow {
  readonly text: string;
  readonly size: number;
  readonly labelWidth: number;
  readonly height: number;
}

/** A label has the width that its amount leaves. */
const measured = (canvas: Canvas, row: TotalRow, width: number): MeasuredRow => {
  const { strong = false } = row;
  const size = strong ? 11 : 9;
  const text = strong ? dueOf(canvas).money : readableNumber(row.amount, canvas.language);
  const [line] = linesIn(canvas, text, page.width, { size, strong, align: 'right' });
  const labelWidth = width - Math.min(amountWidth, line?.width ?? 0) - 12;
  const labelHeight = heightOf(canvas, row.label, labelWidth, { size, strong });
  return { ...row, text, size, labelWidth, height: Math.max(15, labelHeight + 3) + (strong ? 7 : 0) };
};

const drawTotals = (canvas: Canvas, rows: readonly MeasuredRow[], x: number): void => {
  const table = structure(canvas, 'Table');
  for (const { label, text, size, labelWidth, height, strong = false } of rows) {
    ensureRoom(canvas, height);
    if (strong) rule(canvas, canvas.y, colours.brand, x);
    const top = canvas.y + (strong ? 7 : 0);
    const row = structure(canvas, 'TR', table);
    const style = { size, strong };
    tagged(
      canvas,
      'TH',
      () =>
        write(canvas, label, x, top, labelWidth, { ...style, colour: strong ? colours.brand : colours.soft }),
      row,
    );
    tagged(
      canvas,
      'TD',
      () =>
        write(canvas, text, page.right - amountWidth, top, amountWidth, {
          ...style,
          align: 'right',
          fit: true,
          colour: strong ? colours.brand : colours.ink,
        }),
      row,
    );
    row.end();
    canvas.y += height;
  }
  table.end();
};

const highestBlock = 640;
const totalsLeft = page.left + 268;
const taxesWidth = 232;

/** VAT overview to the left, totals to the right, together on one page; below each other where they are longer. */
export const drawTotalsAndTaxes = (canvas: Canvas): void => {
  const rows = totalRows(canvas).map((row) => measured(canvas, row, page.right - totalsLeft));
  const height = Math.max(
    rows.reduce((sum, row) => sum + row.height, 0),
    taxesHeight(canvas, taxesWidth),
  );
  if (height > highestBlock) {
    canvas.y += 8;
    drawTaxes(canvas, taxesWidth);
    canvas.y += 12;
    drawTotals(canvas, rows, totalsLeft);
    canvas.y += 20;
    return;
  }
  ensureRoom(canvas, height + 8);
  canvas.y += 8;
  const top = canvas.y;
  drawTotals(canvas, rows, totalsLeft);
  const end = canvas.y;
  canvas.y = top;
  drawTaxes(canvas, taxesWidth);
  canvas.y = Math.max(end, canvas.y) + 20;
};
