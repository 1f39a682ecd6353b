import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Option } from 'commander';
import { type DuckDbSession, openDuckDb } from '../platform/lake/duckdb.ts';
import { type LiveLake, openLakeTable } from '../platform/lake/lake-table.ts';
import { openTable } from '../platform/lake/open-table.ts';
import { openSourceFile, type SourceFile } from '../platform/lake/source-file.ts';
import type { SourceTable } from '../platform/lake/source-table.ts';
import type { CommandLake } from '../server/command-lake.ts';
import { AppError } from '../shared/errors.ts';
import { requireOneStdin } from './commitments-backtest-input.ts';
import { createProgress, type Progress } from './progress.ts';
import { tellRepeated } from './repeated-files.ts';
import type { CommandIo } from './run-command.ts';

/** Enough for grouping; charges are streamed through, and sorting spills. */
const memoryLimitMib = 1024;

/** Where charges come from: files, or the lake of an organisation. */
export interface ChargeOptions {
  readonly lake?: boolean;
  readonly organisation?: string;
}

export const lakeOption = (): Option =>
  new Option('--lake', 'read the charges of the installation’s lake instead of files');
export const organisationOption = (): Option =>
  new Option('--organisation <name or id>', 'whose lake; not needed where there is one organisation');

export interface ChargeReading {
  readonly session: DuckDbSession;
  readonly tables: readonly SourceTable[];
  readonly progress: Progress;
  /** Removed afterwards; DuckDB may write there. */
  readonly tempFolder: string;
  readonly signal: AbortSignal;
}

/** What is read, and what DuckDB may reach of it. */
interface Charges {
  readonly files: readonly SourceFile[];
  readonly lake: LiveLake | undefined;
  readonly folders: readonly string[];
}

/** The lake as `withCharges` reads it. */
export const chargesOfLake = ({ organisation, folder, paths, rows }: CommandLake): Charges => ({
  files: [],
  lake: { label: `the lake of ${organisation.name}`, paths, rows },
  folders: [folder],
});

const openFiles = async (
  names: readonly string[],
  tempFolder: string,
  io: CommandIo,
  signal: AbortSignal,
): Promise<Charges> => {
  requireOneStdin(names);
  const files: SourceFile[] = [];
  for (const name of names) files.push(await openSourceFile(name, { tempFolder, stdin: io.stdin, signal }));
  await tellRepeated(files, io, signal);
  return { files, lake: undefined, folders: [] };
};

/** Runs work over charges that are found already; tests hand in the lake of a server of their own. */
const overCharges = async <T>(
  { files, lake, folders }: Charges,
  given: Omit<ChargeReading, 'session' | 'tables'>,
  work: (reading: ChargeReading) => Promise<T>,
): Promise<T> => {
  const { tempFolder, progress, signal } = given;
  const db = await openDuckDb({
    memoryLimitMib,
    threads: availableParallelism(),
    tempFolder,
    allowedFolders: [tempFolder, ...folders],
    allowedFiles: files.map(({ path }) => path),
  });
  try {
    return await db.withSession(async (session) => {
      const tables: SourceTable[] = [];
      for (const file of files) {
        progress.show(`Reading ${basename(file.label)}`);
        tables.push(await openTable(file, { session, signal }));
      }
      if (lake !== undefined) tables.push(await openLakeTable(lake, { session, signal }));
      return await work({ ...given, session, tables });
    });
  } finally {
    db.close();
  }
};

/** Finds the lake of this machine's installation. Loaded only here: it needs the parts of the server. */
const findLake = async (organisation: string | undefined): Promise<CommandLake> => {
  const [{ processConfig, requireInstallation, withInstallation }, { findCommandLake }] = await Promise.all([
    import('./installation.ts'),
    import('../server/command-lake.ts'),
  ]);
  await requireInstallation(processConfig());
  return withInstallation((kernel) => findCommandLake(kernel, organisation));
};

const requireOneSource = (names: readonly string[], { lake, organisation }: ChargeOptions): void => {
  if (lake === true ? names.length === 0 : names.length > 0 && organisation === undefined) return;
  throw new AppError('invalid_input', {
    detail:
      lake === true
        ? `--lake: found files beside it (${names[0]}); expected one or the other.`
        : organisation === undefined
          ? 'Found neither files nor --lake; expected one of them.'
          : '--organisation: found without --lake; files belong to no organisation.',
    fix: 'Name FOCUS files, or give --lake to read what was imported.',
  });
};

/**
 * Opens the charges that a command is to work with, and closes them afterwards.
 *
 * @param find the lake of an organisation; by default that of this machine's installation
 * @throws AppError `invalid_input` for files, options and organisations
 */
export const withCharges = async <T>(
  names: readonly string[],
  options: ChargeOptions,
  {
    io,
    signal,
    find = findLake,
  }: { readonly io: CommandIo; readonly signal: AbortSignal; readonly find?: typeof findLake },
  work: (reading: ChargeReading) => Promise<T>,
): Promise<T> => {
  requireOneSource(names, options);
  const tempFolder = await mkdtemp(join(tmpdir(), 'trimtab-charges-'));
  const progress = createProgress(io);
  try {
    const charges =
      options.lake === true
        ? chargesOfLake(await find(options.organisation))
        : await openFiles(names, tempFolder, io, signal);
    return await overCharges(charges, { tempFolder, progress, signal }, work);
  } finally {
    progress.clear();
    await rm(tempFolder, { recursive: true, force: true });
  }
};
