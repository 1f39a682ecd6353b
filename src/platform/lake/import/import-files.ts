import { stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { NewId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import type { DuckDbSession } from '../duckdb.ts';
import { describeRows, type ValueNotice } from './describe-rows.ts';
import type { ImportFile, PlanImport } from './import-plan.ts';
import {
  asDiskError,
  combineHashes,
  hashFile,
  type ImportFolders,
  prepareFolders,
  publishResult,
  removeWork,
} from './lake-files.ts';
import type { LakeSlice } from './manifest.ts';
import { createProgress, type Progress, type ReportProgress } from './progress.ts';
import { readRows, rejectsName, withImportDb } from './read-rows.ts';
import type { Reject } from './reject-log.ts';
import { writeSlices } from './slices.ts';
import { lakeRelation } from './sorted-runs.ts';

/** Judges the imported rows (`relation` stands after FROM) by the rules of FOCUS. */
export type CheckConformance<C> = (
  session: DuckDbSession,
  relation: string,
  signal: AbortSignal | undefined,
) => Promise<C>;

export interface ImportOptions<C> {
  readonly files: readonly ImportFile[];
  /** The organisation's folder of the lake. */
  readonly organisationFolder: string;
  readonly planImport: PlanImport;
  readonly checkConformance: CheckConformance<C>;
  readonly duckDb: { readonly memoryLimitMib: number; readonly threads: number };
  readonly onProgress?: ReportProgress;
  readonly signal?: AbortSignal;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: { info(fields: Readonly<Record<string, unknown>>, message: string): void };
}

export interface ImportResult<C> {
  /** Names the folder `charges/<importId>` below the organisation's. */
  readonly importId: string;
  /** The format that was recognised, and its version of FOCUS (or the one it was mapped to). */
  readonly format: string;
  readonly focusVersion: string;
  /** Rows of the files; always the sum of imported and rejected ones. */
  readonly rowsRead: number;
  readonly rowsImported: number;
  readonly rejects: {
    readonly rows: number;
    /** Faults; a row can have several. */
    readonly entries: number;
    readonly sample: readonly Reject[];
    /** A CSV file with all of them, relative to the organisation's folder; null when there are none. */
    readonly path: string | null;
  };
  readonly slices: readonly LakeSlice[];
  /** Of the files' bytes, whatever their order and names: the same content has the same hash. */
  readonly contentSha256: string;
  readonly columnsPresent: readonly string[];
  readonly tagKeys: readonly string[];
  readonly notices: readonly ValueNotice[];
  /** Null when no row was imported. */
  readonly conformance: C | null;
}

interface Work<C> {
  readonly options: ImportOptions<C>;
  readonly importId: string;
  readonly folders: ImportFolders;
  readonly progress: Progress;
}

const hashAll = async <C>({ options, progress }: Work<C>): Promise<string> => {
  const sizes = await Promise.all(options.files.map(async ({ path }) => (await stat(path)).size));
  const meter = progress.bytes(
    'hash',
    sizes.reduce((a, b) => a + b, 0),
  );
  const hashes: string[] = [];
  for (const { path, sha256 } of options.files) {
    hashes.push(sha256 ?? (await hashFile(path, { signal: options.signal, onRead: meter })));
  }
  return combineHashes(hashes);
};

const run = async <C>(work: Work<C>): Promise<ImportResult<C>> => {
  const { options, importId, folders, progress } = work;
  const { signal, organisationFolder } = options;
  const contentSha256 = await hashAll(work);
  const publishedFolder = `charges/${importId}`;
  const { read, written } = await withImportDb({ ...options, folders }, async (session) => {
    const found = await readRows({ ...options, session, folders, progress });
    if (found.rowsRead !== found.rowsImported + found.rejectedRows) {
      throw new AppError('internal', { detail: 'Not every row was accounted for; nothing was imported.' });
    }
    if (found.rowsImported === 0) return { read: found, written: undefined };
    const { paths } = found;
    const description = await describeRows({ session, paths, signal });
    progress.at('describe', 0.5);
    const conformance = await options.checkConformance(session, lakeRelation(paths), signal);
    progress.at('describe', 1);
    const slices = await writeSlices({
      session,
      stagedPaths: paths,
      resultFolder: folders.result,
      publishedFolder,
      signal,
      onProgress: progress.part('write'),
    });
    return { read: found, written: { description, conformance, slices } };
  });
  const { plan, rowsRead, rowsImported, rejectedRows, rejects } = read;
  signal?.throwIfAborted();
  await publishResult(organisationFolder, importId, folders);
  return {
    importId,
    format: plan.format,
    focusVersion: plan.focusVersion,
    rowsRead,
    rowsImported,
    rejects: {
      rows: rejectedRows,
      entries: rejects.entries(),
      sample: rejects.sample(),
      path: rejects.entries() === 0 ? null : `${publishedFolder}/${rejectsName}`,
    },
    slices: written?.slices ?? [],
    contentSha256,
    columnsPresent: written?.description.columnsPresent ?? [],
    tagKeys: written?.description.tagKeys ?? [],
    notices: written?.description.notices ?? [],
    conformance: written?.conformance ?? null,
  };
};

/**
 * Imports cost exports into an organisation's folder of the lake: recognised by their header, checked, mapped to
 * FOCUS, sorted, written as Parquet and published in one step. Bad rows are rejected and listed, the others kept.
 * Nothing is published when this throws, and nothing is live until the caller's manifest names the files.
 *
 * Memory is bounded by `duckDb.memoryLimitMib` and some hundred MiB; the disk holds up to about three times the
 * files' size while it runs.
 *
 * @throws AppError `invalid_input` for a file that is damaged as a whole, or of an unknown format, or with a
 * header that is unsound; `unavailable` when the disk is full; the signal's reason when it fires
 */
export const importFiles = async <C>(options: ImportOptions<C>): Promise<ImportResult<C>> => {
  const { organisationFolder, clock, log, signal } = options;
  signal?.throwIfAborted();
  const importId = options.newId();
  const startedAt = clock.now();
  try {
    const folders = await prepareFolders(organisationFolder, importId);
    const progress = createProgress(options.onProgress);
    const result = await run({ options, importId, folders, progress });
    const durationMs = clock.now().getTime() - startedAt.getTime();
    const { format, rowsRead, rowsImported } = result;
    log.info({ importId, format, rowsRead, rowsImported, durationMs }, 'cost export imported');
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw asDiskError(error);
  } finally {
    await removeWork(organisationFolder, importId);
  }
};
