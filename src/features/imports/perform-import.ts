import { rm } from 'node:fs/promises';
import type { Change } from '../../platform/http/context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { ImportDetail, ImportSlice } from '../../shared/imports/contract.ts';
import { storableJson } from '../../shared/storable-text.ts';
import type { Clock } from '../../shared/time.ts';
import * as repo from './import-repo.ts';
import {
  advanceGeneration,
  findNewerReplacement,
  insertSlice,
  standBetween,
  supersedeSlices,
} from './manifest-repo.ts';
import type { ImportStorage } from './storage.ts';

/** What the engine wrote for one billing period of one billing account. */
export interface WrittenSlice extends Omit<ImportSlice, 'billingPeriodStart' | 'billingPeriodEnd'> {
  readonly billingPeriodStart: Date;
  readonly billingPeriodEnd: Date | null;
  readonly files: readonly {
    /** Relative to the organisation's folder in the lake. */
    readonly path: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
    readonly minChargePeriodStart: Date | null;
    readonly maxChargePeriodStart: Date | null;
    readonly maxChargePeriodEnd: Date | null;
  }[];
}

/** What the engine found in a delivery and wrote to the lake; nothing of it is live yet. */
export interface WrittenDelivery
  extends Pick<ImportDetail, 'rejects' | 'conformance' | 'columns' | 'tagKeys'> {
  readonly contentSha256: string;
  readonly format: string;
  readonly rowsRead: number;
  readonly rowsImported: number;
  readonly rowsRejected: number;
  /** The list of all rejected rows, relative to the organisation's folder; null without any. */
  readonly rejectsPath: string | null;
  readonly slices: readonly WrittenSlice[];
}

/** The engine that turns files into Parquet (src/platform/lake/import). */
export interface ImportEngine {
  /** SHA-256 of the delivery's content, to know it again before reading it. */
  fingerprint(files: readonly { name: string; path: string }[], signal: AbortSignal): Promise<string>;
  write(delivery: {
    importId: string;
    files: readonly { name: string; path: string }[];
    organisationFolder: string;
    contentSha256: string;
    signal: AbortSignal;
    onProgress: (fraction: number, message: string) => void;
  }): Promise<WrittenDelivery>;
}

export interface PerformDependencies {
  readonly engine: ImportEngine;
  readonly storage: ImportStorage;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The doors a job or a command hands in: transactions of one organisation, and who is told. */
export interface Performing {
  readonly organisationId: string;
  readonly importId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
}

export interface Performed {
  readonly state: 'imported' | 'unchanged';
  readonly importId: string;
  readonly rowsRead: number;
  readonly rowsImported: number;
  readonly rowsRejected: number;
  readonly replacedRows: number;
}

/**
 * Imports a delivery that was accepted: writes its Parquet files, then makes them live and ends what they
 * replace in one transaction. It may run again after a crash: until that transaction nothing is visible, and
 * after it the same delivery is known by its content.
 */
export const performImport = async (deps: PerformDependencies, doing: Performing): Promise<Performed> => {
  const row = await doing.read((tx) => repo.findImport(tx, doing.importId));
  if (!row) throw notFound('import');
  if (row.state === 'imported' || row.state === 'unchanged') return performedOf(row, 0);
  if (row.state !== 'waiting') throw new AppError('conflict', { detail: `This import is ${row.state}.` });
  const contentSha256 = await deps.engine.fingerprint(row.sources, doing.signal);
  const known = await doing.read((tx) => repo.findLiveImportOf(tx, contentSha256));
  const done =
    known && row.mode === 'replace'
      ? await leaveUnchanged(deps, doing, known)
      : await writeAndPublish(deps, doing, row, contentSha256);
  await removeSources(row);
  return done;
};

const performedOf = (row: repo.ImportRow, replacedRows: number): Performed => ({
  state: row.state === 'unchanged' ? 'unchanged' : 'imported',
  importId: row.id,
  rowsRead: Number(row.rowsRead ?? 0),
  rowsImported: Number(row.rowsImported ?? 0),
  rowsRejected: Number(row.rowsRejected ?? 0),
  replacedRows,
});

/** The same bytes are live already: importing them again would change nothing. */
const leaveUnchanged = (
  deps: PerformDependencies,
  doing: Performing,
  known: repo.ImportRow,
): Promise<Performed> =>
  doing.change(async ({ tx, audit }) => {
    const values = {
      state: 'unchanged' as const,
      contentSha256: known.contentSha256,
      format: known.format,
      rowsRead: Number(known.rowsRead ?? 0),
      rowsImported: Number(known.rowsImported ?? 0),
      rowsRejected: Number(known.rowsRejected ?? 0),
      finishedAt: deps.clock.now(),
    };
    await repo.closeImport(tx, doing.importId, values);
    await audit({
      action: 'import.unchanged',
      target: { kind: 'import', id: doing.importId },
      after: { sameAs: known.id },
    });
    return { ...performedOf(known, 0), state: 'unchanged', importId: doing.importId };
  });

const writeAndPublish = async (
  deps: PerformDependencies,
  doing: Performing,
  row: repo.ImportRow,
  contentSha256: string,
): Promise<Performed> => {
  const written = await deps.engine.write({
    importId: row.id,
    files: row.sources,
    organisationFolder: deps.storage.lakeFolder(doing.organisationId),
    contentSha256,
    signal: doing.signal,
    onProgress: doing.onProgress,
  });
  doing.signal.throwIfAborted();
  return doing.change((change) => publish(deps, doing, row, written, change));
};

const publish = async (
  deps: PerformDependencies,
  doing: Performing,
  row: repo.ImportRow,
  written: WrittenDelivery,
  { tx, audit }: Change,
): Promise<Performed> => {
  const at = deps.clock.now();
  await advanceGeneration(tx, doing.organisationId, at);
  const ended = row.mode === 'replace' ? await supersedeSlices(tx, written.slices, row.id, at) : [];
  for (const slice of written.slices) await addSlice(deps, doing, row, slice, at, tx);
  const replaced = ended.map(({ provider, billingAccountId, billingPeriodStart, rows }) => ({
    provider,
    billingAccountId,
    billingPeriodStart: billingPeriodStart.toISOString(),
    rows: Number(rows),
  }));
  const { rejects, conformance, columns, tagKeys } = written;
  const { format, contentSha256, rowsRead, rowsImported, rowsRejected, rejectsPath } = written;
  const closed = await repo.closeImport(tx, row.id, {
    state: 'imported',
    contentSha256,
    format,
    rowsRead,
    rowsImported,
    rowsRejected,
    rejectsPath,
    report: storableJson({ rejects, conformance, columns, tagKeys, replaced }),
    finishedAt: at,
  });
  // Another worker was faster; its transaction holds the same delivery.
  if (!closed) throw new AppError('conflict', { detail: 'This delivery was imported meanwhile.' });
  const replacedRows = replaced.reduce((sum, slice) => sum + slice.rows, 0);
  await audit({
    action: 'import.completed',
    target: { kind: 'import', id: row.id, label: row.files[0]?.name.slice(0, 200) ?? '' },
    after: { format, rowsRead, rowsImported, rowsRejected, slices: written.slices.length, replacedRows },
  });
  return { state: 'imported', importId: row.id, rowsRead, rowsImported, rowsRejected, replacedRows };
};

const addSlice = async (
  deps: PerformDependencies,
  doing: Performing,
  row: repo.ImportRow,
  slice: WrittenSlice,
  at: Date,
  tx: Tx,
): Promise<void> => {
  const { organisationId, importId } = doing;
  // A delivery that was accepted later is live already, because this one was held up by a crash: it stays.
  const newerId = await findNewerReplacement(tx, slice, importId);
  if (newerId && row.mode === 'replace') await standBetween(tx, slice, importId, newerId);
  const sliceId = deps.newId();
  const { files, totals, ...rest } = slice;
  await insertSlice(
    tx,
    {
      ...rest,
      id: sliceId,
      organisationId,
      importId,
      totals: storableJson(totals),
      createdAt: at,
      supersededAt: newerId ? at : null,
      supersededBy: newerId ?? null,
    },
    files.map((file) => ({ ...file, id: deps.newId(), organisationId, sliceId })),
  );
};

/** Uploads are ours and done with; files of a command or a watched folder stay where they are. */
const removeSources = async (row: repo.ImportRow): Promise<void> => {
  await Promise.all(
    row.sources.filter((source) => source.owned).map((source) => rm(source.path, { force: true })),
  );
};
