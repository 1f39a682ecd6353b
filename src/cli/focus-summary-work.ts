import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { FocusVersion } from '../engines/focus/columns.ts';
import {
  type CostGroup,
  type FocusSummary,
  type SummaryProblem,
  summarise,
} from '../engines/focus/summary.ts';
import { focusVersionOf, highestVersion } from '../engines/focus/version.ts';
import { openDuckDb } from '../platform/lake/duckdb.ts';
import { type FocusGroups, readFocusGroups } from '../platform/lake/focus-source.ts';
import { openTable } from '../platform/lake/open-table.ts';
import { openSourceFile, type SourceFile } from '../platform/lake/source-file.ts';
import { AppError } from '../shared/errors.ts';
import { createProgress, type Progress } from './progress.ts';
import { tellRepeated } from './repeated-files.ts';
import type { CommandIo } from './run-command.ts';

/** Enough for grouping; costs are streamed through. */
const memoryLimitMib = 1024;

interface ReadFile extends FocusGroups {
  readonly file: SourceFile;
  readonly focusVersion: FocusVersion;
}

const readFile = async (
  file: SourceFile,
  spillFolder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<ReadFile> => {
  const db = await openDuckDb({
    memoryLimitMib,
    threads: availableParallelism(),
    tempFolder: spillFolder,
    allowedFolders: [dirname(file.path), spillFolder],
  });
  try {
    return await db.withSession(async (session) => {
      let readBytes = 0;
      const onRead = (bytes: number): void => {
        readBytes += bytes;
        progress.show(`Checking ${basename(file.label)}`, readBytes / file.sizeBytes);
      };
      const table = await openTable(file, { session, signal, onRead });
      progress.show(`Adding up ${basename(file.label)}`);
      const groups = await readFocusGroups({ session, table, signal });
      return { ...groups, file, focusVersion: focusVersionOf(table.columns.map(({ name }) => name)) };
    });
  } finally {
    db.close();
  }
};

/** One problem a column, over all files; the example is the first row of the first file. */
const problemsOf = (files: readonly ReadFile[]): readonly SummaryProblem[] => {
  const problems = new Map<string, SummaryProblem>();
  for (const { file, missing } of files) {
    for (const { column, rows, firstRow } of missing) {
      const known = problems.get(column);
      problems.set(column, {
        code: 'missing-cost',
        column,
        rows: rows + (known?.rows ?? 0),
        example: known?.example ?? `${file.label}, row ${firstRow}`,
      });
    }
  }
  return [...problems.values()];
};

/** Reads the files one after the other, so that memory does not grow with their number, and adds them up. */
export const summariseFiles = async (
  names: readonly string[],
  io: CommandIo,
  signal: AbortSignal,
): Promise<FocusSummary> => {
  if (names.filter((name) => name === '-').length > 1) {
    throw new AppError('invalid_input', {
      detail: 'standard input (-): Named more than once; it can be read only once.',
      fix: 'Name it once, or give files.',
    });
  }
  const tempFolder = await mkdtemp(join(tmpdir(), 'trimtab-focus-'));
  const progress = createProgress(io);
  try {
    const files: ReadFile[] = [];
    for (const name of names) {
      const file = await openSourceFile(name, { tempFolder, stdin: io.stdin, signal });
      files.push(await readFile(file, tempFolder, progress, signal));
    }
    progress.clear();
    await tellRepeated(
      files.map(({ file }) => file),
      io,
      signal,
    );
    return summarise({
      groups: files.flatMap(({ groups }): readonly CostGroup[] => groups),
      focusVersion: highestVersion(files.map(({ focusVersion }) => focusVersion)),
      problems: problemsOf(files),
    });
  } finally {
    progress.clear();
    await rm(tempFolder, { recursive: true, force: true });
  }
};
