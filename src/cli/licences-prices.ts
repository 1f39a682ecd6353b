import { createPriceReader, priceHeaderFix } from '../engines/licences/price-rows.ts';
import type { PriceLine } from '../engines/licences/prices.ts';
import { readCsv, rowPlace } from '../platform/csv/read-csv.ts';
import { inputError } from '../shared/input-error.ts';
import type { InputFile } from './licences-input.ts';

/**
 * Reads the customer's prices: one line a SKU.
 *
 * @throws AppError `invalid_input` naming file, row and column, also when a SKU has two prices
 */
export const readPrices = async (file: InputFile): Promise<readonly PriceLine[]> => {
  const { label } = file;
  const reader = createPriceReader();
  await readCsv(file, {
    begin: (header) => {
      const missing = reader.missingColumn(header);
      if (missing !== undefined) {
        throw inputError(label, 'header', `The column "${missing}" is missing.`, priceHeaderFix);
      }
      const take = reader.begin(header);
      return (cells, row, line) => {
        const fault = take(cells, row);
        if (!fault) return;
        const place = `${rowPlace(row, line)}, column ${fault.column}`;
        throw inputError(label, place, fault.problem, fault.fix);
      };
    },
  });
  return reader.finish();
};
