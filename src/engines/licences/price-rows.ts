import { z } from 'zod';
import { expectedOf } from '../../shared/expected.ts';
import { currencySchema, decimalSchema, Exact } from '../../shared/money.ts';
import { daySchema } from '../../shared/time.ts';
import type { PriceLine } from './prices.ts';

/** A line of a price file; term and billing as they are written. */
export interface PriceRow extends PriceLine {
  readonly termDuration: string | null;
  readonly billingPlan: string | null;
  /** Counted from 1 below the header. */
  readonly row: number;
}

/** Something wrong in a row; the reader of the file adds file and row. */
export interface PriceFault {
  readonly column: string;
  readonly problem: string;
  readonly fix: string;
}

/** Reads a list of prices row by row: one line a SKU. */
export interface PriceReader {
  /** The name of a column without which the list says nothing; undefined when the header has it. */
  missingColumn(header: readonly string[]): string | undefined;
  /** Begins the file; returns what takes its rows, which says what is wrong with a row or nothing. */
  begin(header: readonly string[]): (cells: readonly string[], row: number) => PriceFault | undefined;
  finish(): readonly PriceRow[];
}

/** No seat costs more a month; what is above is a slip, and would drown every sum. */
const greatestPrice = new Exact(1_000_000_000);

const lineSchema = z.object({
  skuPartNumber: z.string().min(1, 'a part number such as SPE_E5').max(300),
  currency: currencySchema,
  monthlyPrice: decimalSchema.pipe(
    z
      .string()
      .refine((text) => !text.startsWith('-'), 'a price of zero or more')
      .refine((text) => new Exact(text).lte(greatestPrice), 'at most 1000000000 a month'),
  ),
  termEndDate: z.union([z.literal(''), daySchema], 'a day such as 2026-12-31, or nothing'),
});

const required = ['skuPartNumber', 'currency', 'monthlyPrice'] as const;
const columns = [...required, 'termEndDate', 'termDuration', 'billingPlan'] as const;
type Cells = Readonly<Record<(typeof columns)[number], string>>;

/** How the header of a price list looks. */
export const priceHeader = 'skuPartNumber,currency,monthlyPrice[,termEndDate,termDuration,billingPlan]';
export const priceHeaderFix = `Expected: ${priceHeader}.`;

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const parseRow = (cells: Cells, row: number): PriceRow | PriceFault => {
  const result = lineSchema.safeParse(cells);
  if (!result.success) {
    const [issue] = result.error.issues;
    const column = String(issue?.path[0] ?? '');
    const found = columns.find((name) => name === column);
    const text = found ? cells[found] : '';
    const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
    const problem = `found "${shown}", ${issue ? expectedOf(issue) : ''}.`;
    return { column, problem, fix: `Correct the row. ${priceHeaderFix}` };
  }
  const { skuPartNumber, termEndDate, ...price } = result.data;
  return {
    sku: skuPartNumber,
    ...price,
    termEndDate: termEndDate === '' ? null : termEndDate,
    termDuration: cells.termDuration === '' ? null : cells.termDuration,
    billingPlan: cells.billingPlan === '' ? null : cells.billingPlan,
    row,
  };
};

const anotherPrice = (sku: string, row: number): PriceFault => ({
  column: 'skuPartNumber',
  problem: `${sku} has another price in row ${row}.`,
  fix: 'Keep one price for a SKU: the one that its next seat costs or saves.',
});

export const createPriceReader = (): PriceReader => {
  const rows = new Map<string, PriceRow>();
  return {
    missingColumn: (header) => required.find((name) => !header.some((each) => isSame(each, name))),
    begin: (header) => {
      const places = columns.map((name) => [name, header.findIndex((each) => isSame(each, name))] as const);
      return (cells, number) => {
        const named = Object.fromEntries(
          places.map(([name, at]) => [name, (at < 0 ? '' : (cells[at] ?? '')).trim()]),
        ) as Cells;
        const row = parseRow(named, number);
        if (!('sku' in row)) return row;
        const key = row.sku.toUpperCase();
        const before = rows.get(key);
        if (before && (before.monthlyPrice !== row.monthlyPrice || before.currency !== row.currency)) {
          return anotherPrice(row.sku, before.row);
        }
        rows.set(key, before ?? row);
        return undefined;
      };
    },
    finish: () => [...rows.values()],
  };
};
