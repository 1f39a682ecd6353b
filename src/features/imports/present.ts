import type { Import, ImportDetail, ImportState } from '../../shared/imports/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import type { ImportWithRun } from './import-repo.ts';
import type { SliceRow } from './manifest-repo.ts';
import { findShrunk } from './shrunk.ts';

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

/** A waiting import whose run ended without it has ended the same way. */
const stateOf = (row: ImportWithRun): ImportState => {
  if (row.state !== 'waiting') return row.state;
  return row.runState === 'failed' || row.runState === 'cancelled' ? row.runState : 'waiting';
};

/** An import as the list shows it; never where its files lie. */
export const presentImport = (row: ImportWithRun): Import => {
  const finishedAt = row.state === 'waiting' ? row.runFinishedAt : row.finishedAt;
  return {
    id: row.id,
    runId: row.runId,
    origin: row.origin,
    mode: row.mode,
    state: stateOf(row),
    files: row.files,
    format: row.format,
    rowsRead: numberOf(row.rowsRead),
    rowsImported: numberOf(row.rowsImported),
    rowsRejected: numberOf(row.rowsRejected),
    problem: row.state === 'waiting' ? row.runProblem : null,
    createdAt: formatInstant(row.createdAt),
    finishedAt: finishedAt ? formatInstant(finishedAt) : null,
  };
};

/** An import with all that is known of it. */
export const presentImportDetail = (
  row: ImportWithRun,
  slices: readonly SliceRow[],
  undoable: boolean,
): ImportDetail => ({
  ...presentImport(row),
  slices: slices.map((slice) => ({
    provider: slice.provider,
    billingAccountId: slice.billingAccountId,
    billingPeriodStart: formatInstant(slice.billingPeriodStart),
    billingPeriodEnd: slice.billingPeriodEnd ? formatInstant(slice.billingPeriodEnd) : null,
    rows: Number(slice.rows),
    totals: slice.totals,
    live: slice.supersededAt === null,
  })),
  replaced: row.report?.replaced ?? [],
  shrunk: findShrunk(row.report?.replaced ?? [], slices),
  undoable,
  rejects: row.report?.rejects ?? [],
  conformance: row.report?.conformance ?? [],
  columns: row.report?.columns ?? [],
  tagKeys: row.report?.tagKeys ?? [],
});
