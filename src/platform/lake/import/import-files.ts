import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { NewId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import { type DuckDb, type DuckDbSession, openDuckDb } from '../duckdb.ts';
import { openSourceFile, type SourceFile } from '../source-file.ts';
import { describeRows, type ValueNotice } from './describe-rows.ts';
import type { PlanImport } from './import-plan.ts';
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
import { type OpenedInput, openInput } from './open-input.ts';
import { createProgress, type ReportProgress } from './progress.ts';
import { createRejectLog, type Reject } from './reject-log.ts';
import { writeSlices } from './slices.ts';
import { lakeRelation, stageRows } from './stage.ts';

/** A file to import: where it is, and what the person calls it. */
export interface ImportFile {
  readonly path: string;
  readonly name: string;
  /** SHA-256 of its bytes in hexadecimal, where it was computed while the file came in. */
  readonly sha256?: string;
}

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

/** The name of the list of rejects inside an import's folder. */
const rejectsName = 'rejects.csv';

interface Work<C> {
  readonly options: ImportOptions<C>;
  readonly importId: string;
  readonly folders: ImportFolders;
  readonly progress: ReturnType<typeof createProgress>;
}

const openFiles = (
  { files }: { readonly files: readonly ImportFile[] },
  scratch: string,
  signal?: AbortSignal,
) =>
  Promise.all(
    files.map(async ({ path, name }): Promise<SourceFile> => {
      const file = await openSourceFile(path, { tempFolder: scratch, stdin: process.stdin, signal });
      return { ...file, label: name };
    }),
  );

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

const sameFormat = (inputs: readonly OpenedInput[]): OpenedInput['plan'] => {
  const [first] = inputs;
  if (first === undefined) {
    throw new AppError('invalid_input', { detail: 'There is no file to import.', fix: 'Choose a file.' });
  }
  const other = inputs.find(({ plan }) => plan.format !== first.plan.format);
  if (other === undefined)
    return inputs.map(({ plan }) => plan).reduce((a, b) => (a.focusVersion >= b.focusVersion ? a : b));
  throw new AppError('invalid_input', {
    detail: `${other.table.file.label} is ${other.plan.format}, but ${first.table.file.label} is ${first.plan.format}.`,
    fix: 'Import files of one format together.',
    meta: { file: other.table.file.label },
  });
};

const withDuckDb = async <C, T>(
  { options, folders }: Work<C>,
  optimise: boolean,
  work: (session: DuckDbSession) => Promise<T>,
): Promise<T> => {
  const duckDb: DuckDb = await openDuckDb({
    ...options.duckDb,
    tempFolder: join(folders.scratch, 'spill'),
    allowedFolders: [folders.scratch, folders.result],
    allowedFiles: options.files.map(({ path }) => path),
    // Pushed below the parsing, the filter for readable rows would parse every value a second time.
    disabledOptimizers: optimise ? [] : ['filter_pushdown'],
  });
  try {
    return await duckDb.withSession(work);
  } finally {
    duckDb.close();
  }
};

const readRows = async <C>(work: Work<C>, stagedPath: string) => {
  const { options, folders, progress } = work;
  const { signal } = options;
  const rejects = createRejectLog(join(folders.result, rejectsName));
  try {
    const files = await openFiles(options, folders.scratch, signal);
    const meter = progress.bytes(
      'check',
      files.reduce((sum, file) => sum + file.sizeBytes, 0),
    );
    const read = await withDuckDb(work, false, async (session) => {
      const inputs: OpenedInput[] = [];
      for (const [index, file] of files.entries()) {
        const repairPath = join(folders.scratch, `repaired-${index}.csv`);
        const { planImport } = options;
        inputs.push(
          await openInput(file, { session, planImport, rejects, repairPath, signal, onRead: meter }),
        );
      }
      const plan = sameFormat(inputs);
      const onProgress = progress.part('read');
      const staged = await stageRows(inputs, { session, path: stagedPath, rejects, signal, onProgress });
      return { plan, inputs, staged };
    });
    await rejects.close();
    const structural = read.inputs.reduce((sum, input) => sum + input.rejectedRows, 0);
    return {
      plan: read.plan,
      rowsRead: read.inputs.reduce((sum, input) => sum + input.rows, 0),
      rowsImported: read.staged.rows,
      rejectedRows: read.staged.rejectedRows + structural,
      rejects,
    };
  } finally {
    await rejects.close().catch(() => undefined);
  }
};

const run = async <C>(work: Work<C>): Promise<ImportResult<C>> => {
  const { options, importId, folders, progress } = work;
  const { signal, organisationFolder } = options;
  const contentSha256 = await hashAll(work);
  const stagedPath = join(folders.scratch, 'staged.parquet');
  const { plan, rowsRead, rowsImported, rejectedRows, rejects } = await readRows(work, stagedPath);
  if (rowsRead !== rowsImported + rejectedRows) {
    throw new AppError('internal', { detail: 'Not every row was accounted for; nothing was imported.' });
  }
  const publishedFolder = `charges/${importId}`;
  const written = await withDuckDb(work, true, async (session) => {
    if (rowsImported === 0) return undefined;
    const relation = lakeRelation(stagedPath);
    const description = await describeRows({ session, path: stagedPath, signal });
    progress.at('describe', 0.5);
    const conformance = await options.checkConformance(session, relation, signal);
    progress.at('describe', 1);
    const onProgress = progress.part('write');
    const slices = await writeSlices({
      session,
      stagedPath,
      resultFolder: folders.result,
      publishedFolder,
      signal,
      onProgress,
    });
    return { description, conformance, slices };
  });
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
