import type { ImportDetail } from '../../shared/imports/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import type { SliceRow } from './manifest-repo.ts';

type Key = Pick<ImportDetail['replaced'][number], 'provider' | 'billingAccountId' | 'billingPeriodStart'>;
const keyOf = ({ provider, billingAccountId, billingPeriodStart }: Key): string =>
  JSON.stringify([provider, billingAccountId, formatInstant(new Date(billingPeriodStart))]);

/**
 * Billing periods that came back with less than half of the rows they had. An export grows until its period is
 * invoiced; one that shrinks this much is rather a file that was cut off or damaged.
 */
export const findShrunk = (
  replaced: ImportDetail['replaced'],
  slices: readonly SliceRow[],
): ImportDetail['shrunk'] => {
  const before = new Map<string, ImportDetail['shrunk'][number]>();
  for (const { rows, ...key } of replaced) {
    const known = before.get(keyOf(key));
    before.set(keyOf(key), { ...key, rowsBefore: (known?.rowsBefore ?? 0) + rows, rowsAfter: 0 });
  }
  for (const slice of slices) {
    const found = before.get(
      keyOf({ ...slice, billingPeriodStart: formatInstant(slice.billingPeriodStart) }),
    );
    if (found) found.rowsAfter += Number(slice.rows);
  }
  return [...before.values()].filter(({ rowsBefore, rowsAfter }) => rowsAfter * 2 < rowsBefore);
};
