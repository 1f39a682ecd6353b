import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type DuckDbSession, openDuckDb } from '../duckdb.ts';
import { openSourceFile, type SourceFile } from '../source-file.ts';
import type { ImportFile, PlanImport } from './import-plan.ts';
import type { ImportFolders } from './lake-files.ts';
import { type OpenedInput, openInput } from './open-input.ts';
import type { Progress } from './progress.ts';
import { createRejectLog } from './reject-log.ts';
import { stageRows } from './stage.ts';

/** The name of the list of rejects inside an import's folder. */
export const rejectsName = 'rejects.csv';

const openFiles = (files: readonly ImportFile[], scratch: string, signal?: AbortSignal) =>
  Promise.all(
    files.map(async ({ path, name }): Promise<SourceFile> => {
      const file = await openSourceFile(path, { tempFolder: scratch, stdin: process.stdin, signal });
      return { ...file, label: name };
    }),
  );

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

interface ImportDbOptions {
  readonly duckDb: { readonly memoryLimitMib: number; readonly threads: number };
  readonly files: readonly ImportFile[];
  readonly folders: ImportFolders;
}

/** A DuckDB that reaches the files of an import and its folders, for as long as the work takes. */
export const withImportDb = async <T>(
  { duckDb: limits, files, folders }: ImportDbOptions,
  work: (session: DuckDbSession) => Promise<T>,
): Promise<T> => {
  const duckDb = await openDuckDb({
    ...limits,
    tempFolder: join(folders.scratch, 'spill'),
    allowedFolders: [folders.scratch, folders.result],
    allowedFiles: files.map(({ path }) => path),
  });
  try {
    return await duckDb.withSession(work);
  } finally {
    duckDb.close();
  }
};

export interface ReadOptions {
  readonly session: DuckDbSession;
  readonly files: readonly ImportFile[];
  readonly folders: ImportFolders;
  readonly planImport: PlanImport;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Reads the files of an import into sorted Parquet files and lists what was rejected.
 *
 * @throws AppError `invalid_input` when a file is damaged as a whole, of an unknown format, or of another format
 * than the first
 */
export const readRows = async (options: ReadOptions) => {
  const { session, planImport, folders, progress, signal } = options;
  const rejects = createRejectLog(join(folders.result, rejectsName));
  try {
    const files = await openFiles(options.files, folders.scratch, signal);
    const meter = progress.bytes(
      'check',
      files.reduce((sum, file) => sum + file.sizeBytes, 0),
    );
    const inputs: OpenedInput[] = [];
    for (const [index, file] of files.entries()) {
      const repairPath = join(folders.scratch, `repaired-${index}.csv`);
      inputs.push(await openInput(file, { session, planImport, rejects, repairPath, signal, onRead: meter }));
    }
    const plan = sameFormat(inputs);
    const onProgress = progress.part('read');
    const folder = folders.scratch;
    const staged = await stageRows(inputs, { session, folder, rejects, signal, onProgress });
    await rejects.close();
    const structural = inputs.reduce((sum, input) => sum + input.rejectedRows, 0);
    return {
      plan,
      rowsRead: inputs.reduce((sum, input) => sum + input.rows, 0),
      rowsImported: staged.rows,
      paths: staged.paths,
      rejectedRows: staged.rejectedRows + structural,
      rejects,
    };
  } finally {
    await rejects.close().catch(() => undefined);
  }
};
