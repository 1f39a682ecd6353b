import { z } from 'zod';
import type { PriceLine } from '../engines/licences/prices.ts';
import { currencySchema, decimalSchema } from '../shared/money.ts';
import { daySchema } from '../shared/time.ts';
import { readCsv } from './licences-csv.ts';
import { type InputFile, inputError } from './licences-input.ts';

const lineSchema = z.object({
  skuPartNumber: z.string().min(1, 'a part number such as SPE_E5').max(300),
  currency: currencySchema,
  monthlyPrice: decimalSchema.refine((text) => !text.startsWith('-'), 'a price of zero or more'),
  termEndDate: z.union([z.literal(''), daySchema], 'a day such as 2026-12-31, or nothing'),
});

const required = ['skuPartNumber', 'currency', 'monthlyPrice'] as const;
const header = 'skuPartNumber,currency,monthlyPrice[,termEndDate,termDuration,billingPlan]';

const checkHeader = (label: string, names: readonly string[]): void => {
  const missing = required.find((name) => !names.some((each) => each.toLowerCase() === name.toLowerCase()));
  if (missing === undefined) return;
  throw inputError(label, 'header', `The column "${missing}" is missing.`, `Expected: ${header}.`);
};

const parseLine = (label: string, row: number, cells: Readonly<Record<string, string>>): PriceLine => {
  const result = lineSchema.safeParse(cells);
  if (!result.success) {
    const [issue] = result.error.issues;
    const column = String(issue?.path[0] ?? '');
    throw inputError(
      label,
      `row ${row}, column ${column}`,
      `found "${cells[column] ?? ''}", expected ${issue?.message.replace(/^Invalid[^:]*: (expected )?/, '') ?? ''}.`,
      `Expected: ${header}.`,
    );
  }
  const { skuPartNumber, currency, monthlyPrice, termEndDate } = result.data;
  return { sku: skuPartNumber, currency, monthlyPrice, termEndDate: termEndDate === '' ? null : termEndDate };
};

/**
 * Reads the customer's prices: one line a SKU.
 *
 * @throws AppError `invalid_input` naming file, row and column, also when a SKU has two prices
 */
export const readPrices = async (file: InputFile): Promise<readonly PriceLine[]> => {
  const { label } = file;
  const lines = new Map<string, { readonly line: PriceLine; readonly row: number }>();
  await readCsv(file, {
    begin: (names) => {
      checkHeader(label, names);
      const columns = ['skuPartNumber', 'currency', 'monthlyPrice', 'termEndDate'].map(
        (name) => [name, names.findIndex((each) => each.toLowerCase() === name.toLowerCase())] as const,
      );
      return (cells, row) => {
        const named = columns.map(([name, index]) => [name, (cells[index] ?? '').trim()] as const);
        const line = parseLine(label, row, Object.fromEntries(named));
        const key = line.sku.toUpperCase();
        const before = lines.get(key);
        if (
          before &&
          (before.line.monthlyPrice !== line.monthlyPrice || before.line.currency !== line.currency)
        ) {
          throw inputError(
            label,
            `row ${row}, column skuPartNumber`,
            `${line.sku} has another price in row ${before.row}.`,
            'Keep one price for a SKU: the one that its next seat costs or saves.',
          );
        }
        lines.set(key, before ?? { line, row });
      };
    },
  });
  return [...lines.values()].map(({ line }) => line);
};
