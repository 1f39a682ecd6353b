import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Problem } from '../../shared/errors.ts';
import type { ImportDetail, ImportSlice, ImportState } from '../../shared/imports/contract.ts';
import type { RunState } from '../../shared/runs/contract.ts';

/** `bigint` arrives as text and is written as a number. */
type Big = ColumnType<string, number, number>;
/** jsonb: written as text, so that an array is not taken for a PostgreSQL array. */
type Json<T> = ColumnType<T, string, string>;

export interface UploadTable {
  id: string;
  organisationId: string;
  fileName: string;
  bytes: Big;
  sha256: string;
  createdBy: string | null;
  createdAt: Date;
  importId: string | null;
}

/** A file of an import and where the worker finds it: absolute, or relative to the data folder. */
export interface ImportSource {
  readonly name: string;
  readonly path: string;
  /** Whether the file is ours to delete once it is imported. */
  readonly owned: boolean;
}

/** What is kept of an import besides its numbers. */
export type ImportReport = Pick<ImportDetail, 'rejects' | 'conformance' | 'columns' | 'tagKeys' | 'replaced'>;

export interface ImportTable {
  id: string;
  organisationId: string;
  runId: string | null;
  origin: 'upload' | 'command' | 'watch' | 'sample';
  mode: 'replace' | 'append';
  state: Exclude<ImportState, 'failed' | 'cancelled'>;
  files: Json<{ name: string; bytes: number }[]>;
  sources: Json<ImportSource[]>;
  contentSha256: string | null;
  format: string | null;
  rowsRead: ColumnType<string | null, number | null, number | null>;
  rowsImported: ColumnType<string | null, number | null, number | null>;
  rowsRejected: ColumnType<string | null, number | null, number | null>;
  rejectsPath: string | null;
  report: Json<ImportReport | null>;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface SliceTable {
  id: string;
  organisationId: string;
  importId: string;
  provider: string;
  billingAccountId: string;
  billingPeriodStart: Date;
  billingPeriodEnd: Date | null;
  rows: Big;
  totals: Json<ImportSlice['totals']>;
  createdAt: Date;
  supersededAt: Date | null;
  supersededBy: string | null;
}

export interface FileTable {
  id: string;
  organisationId: string;
  sliceId: string;
  path: string;
  rows: Big;
  bytes: Big;
  sha256: string;
  minChargePeriodStart: Date | null;
  maxChargePeriodStart: Date | null;
  maxChargePeriodEnd: Date | null;
}

export interface HeadTable {
  organisationId: string;
  generation: ColumnType<string, number, number>;
  changedAt: Date;
}

/** What an import needs to know of its run. */
interface RunTable {
  id: string;
  state: RunState;
  problem: Partial<Problem> | null;
  finishedAt: Date | null;
}

type Tables = {
  run: RunTable;
  upload: UploadTable;
  import: ImportTable;
  lakeSlice: SliceTable;
  lakeFile: FileTable;
  lakeHead: HeadTable;
};

/** The transaction with the tables of this feature. */
export const tables = (tx: Tx) => tx.withTables<Tables>();
