import type { AdjustmentFacts, TaxBreakdownFacts } from '../invoice-facts.ts';
import { type Canvas, colours, heightOf, page, rule, structure, tagged, write } from './canvas.ts';
import { dueOf } from './due.ts';
import { readableMoney, readableNumber } from './formats.ts';
import { ensureRoom } from './page-flow.ts';

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

const drawTotals = (canvas: Canvas, x: number, width: number): number => {
  const { language } = canvas;
  const { money } = dueOf(canvas);
  const labelWidth = width - 124;
  let y = canvas.y;
  const table = structure(canvas, 'Table');
  for (const { label, amount, strong = false } of totalRows(canvas)) {
    const size = strong ? 11 : 9;
    if (strong) {
      rule(canvas, y, colours.brand, x);
      y += 7;
    }
    const top = y;
    const row = structure(canvas, 'TR', table);
    const text = strong ? money : readableNumber(amount, language);
    tagged(
      canvas,
      'TH',
      () =>
        write(canvas, label, x, top, labelWidth, {
          size,
          strong,
          colour: strong ? colours.brand : colours.soft,
        }),
      row,
    );
    tagged(
      canvas,
      'TD',
      () =>
        write(canvas, text, page.right - 120, top, 120, {
          fit: true,
          size,
          strong,
          align: 'right',
          colour: strong ? colours.brand : colours.ink,
        }),
      row,
    );
    row.end();
    y += Math.max(15, heightOf(canvas, label, labelWidth, { size, strong }) + 3);
  }
  table.end();
  return y;
};

/** VAT by category and rate, with the reason where none is charged. */
const drawTaxes = (canvas: Canvas, width: number): number => {
  const { facts, words, language } = canvas;
  const at = [page.left, page.left + 70, page.left + 150] as const;
  const cellWidth = 72;
  let y = canvas.y;
  const row = (cells: readonly string[], heading: boolean, table: PDFKit.PDFStructureElement): void => {
    const top = y;
    const given = { size: 8, strong: heading, colour: heading ? colours.soft : colours.ink };
    const element = structure(canvas, 'TR', table);
    cells.forEach((cell, column) => {
      const align = column === 0 ? 'left' : 'right';
      tagged(
        canvas,
        heading ? 'TH' : 'TD',
        () =>
          write(canvas, cell, at[column] ?? page.left, top, column === 0 ? 66 : cellWidth, {
            ...given,
            align,
            fit: true,
          }),
        element,
      );
    });
    element.end();
    y += 13;
  };
  tagged(canvas, 'H2', () =>
    write(canvas, words.taxOverview, page.left, y, width, { size: 9, strong: true }),
  );
  y += 16;
  const table = structure(canvas, 'Table');
  row([words.rate, words.taxable, words.tax], true, table);
  for (const group of facts.taxBreakdown) {
    const rate =
      group.rate === undefined
        ? (group.category ?? '')
        : `${readableNumber(group.rate, language)} %${group.category === 'S' ? '' : ` (${group.category})`}`;
    row(
      [rate, readableNumber(group.taxable ?? '0', language), readableNumber(group.amount ?? '0', language)],
      false,
      table,
    );
  }
  table.end();
  const remarks = [
    ...facts.taxBreakdown.flatMap(({ category, exemptionReason }) =>
      exemptionReason === undefined ? [] : [`${category}: ${exemptionReason}`],
    ),
    ...(facts.totals.taxInAccountingCurrency === undefined
      ? []
      : [
          `${words.totalTax}: ${readableMoney(facts.totals.taxInAccountingCurrency, facts.accountingCurrency ?? '', language)}`,
        ]),
  ].join('\n');
  if (remarks === '') return y;
  const top = y + 2;
  tagged(canvas, 'P', () => write(canvas, remarks, page.left, top, width, { size: 8, colour: colours.soft }));
  return top + heightOf(canvas, remarks, width, { size: 8 });
};

/** VAT overview to the left, totals to the right; they stay together on one page. */
export const drawTotalsAndTaxes = (canvas: Canvas): void => {
  const rows = totalRows(canvas).length;
  ensureRoom(canvas, Math.max(rows * 16 + 24, canvas.facts.taxBreakdown.length * 13 + 60));
  canvas.y += 8;
  const totalsEnd = drawTotals(canvas, page.left + 268, page.right - page.left - 268);
  const taxesEnd = drawTaxes(canvas, 232);
  canvas.y = Math.max(totalsEnd, taxesEnd) + 20;
};
