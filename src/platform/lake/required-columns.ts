import { AppError } from '../../shared/errors.ts';
import { findColumn, type SourceTable } from './source-table.ts';

/** Columns that every FOCUS export has and everything that is measured of one needs. */
const always = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'BillingCurrency',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
] as const;

/**
 * Sees that a table has the columns of a FOCUS export that are always needed, and others that the caller needs.
 *
 * @throws AppError `invalid_input` naming the file and what is missing
 */
export const requireFocusColumns = (table: SourceTable, others: readonly string[]): void => {
  const missing = [...always, ...others].filter((name) => findColumn(table, name) === undefined);
  if (missing.length === 0) return;
  throw new AppError('invalid_input', {
    detail: `${table.file.label}, header: missing ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}; expected a FOCUS 1.0 to 1.3 cost and usage export.`,
    fix: 'Export the data in FOCUS format, with all mandatory columns; import other formats into the lake with `trimtab focus import`.',
    meta: { file: table.file.label, row: 0, missing },
  });
};
