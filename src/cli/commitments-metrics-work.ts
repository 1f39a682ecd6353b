import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { CommitmentWindow } from '../engines/commitments/metrics/focus-charges.ts';
import { measureFocus } from '../engines/commitments/metrics/focus-metrics.ts';
import { type CommitmentCharges, readCommitmentCharges } from '../platform/lake/commitment-source.ts';
import { openDuckDb } from '../platform/lake/duckdb.ts';
import { openTable } from '../platform/lake/open-table.ts';
import { openSourceFile, type SourceFile } from '../platform/lake/source-file.ts';
import type { CommitmentMetrics } from '../shared/commitments/metrics.ts';
import { requireOneStdin } from './commitments-backtest-input.ts';
import { createProgress, type Progress } from './progress.ts';
import type { CommandIo } from './run-command.ts';

/** Enough for grouping; charges are streamed through. */
const memoryLimitMib = 1024;

const readFile = async (
  file: SourceFile,
  spillFolder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<CommitmentCharges> => {
  const db = await openDuckDb({
    memoryLimitMib,
    threads: availableParallelism(),
    tempFolder: spillFolder,
    allowedFolders: [dirname(file.path), spillFolder],
  });
  try {
    return await db.withSession(async (session) => {
      progress.show(`Reading ${basename(file.label)}`);
      return readCommitmentCharges({ session, table: await openTable(file, { session, signal }), signal });
    });
  } finally {
    db.close();
  }
};

/** Joins the windows of several files: a commitment's rows may lie in many. */
const joinWindows = (windows: readonly CommitmentWindow[]): readonly CommitmentWindow[] => {
  const joined = new Map<string, CommitmentWindow>();
  for (const window of windows) {
    const known = joined.get(window.commitmentId) ?? window;
    joined.set(window.commitmentId, {
      commitmentId: window.commitmentId,
      start: Date.parse(window.start) < Date.parse(known.start) ? window.start : known.start,
      end: Date.parse(window.end) > Date.parse(known.end) ? window.end : known.end,
    });
  }
  return [...joined.values()];
};

/**
 * Reads FOCUS exports one after the other and measures the commitments in them.
 *
 * @throws AppError `invalid_input` naming file, row and column
 */
export const measureFiles = async (
  names: readonly string[],
  io: CommandIo,
  signal: AbortSignal,
): Promise<CommitmentMetrics> => {
  requireOneStdin(names);
  const tempFolder = await mkdtemp(join(tmpdir(), 'trimtab-metrics-'));
  const progress = createProgress(io);
  try {
    const files: CommitmentCharges[] = [];
    for (const name of names) {
      const file = await openSourceFile(name, { tempFolder, stdin: io.stdin, signal });
      files.push(await readFile(file, tempFolder, progress, signal));
    }
    return measureFocus(
      files.flatMap(({ charges }) => charges),
      joinWindows(files.flatMap(({ windows }) => windows)),
    );
  } finally {
    progress.clear();
    await rm(tempFolder, { recursive: true, force: true });
  }
};
