import { z } from 'zod';
import type { JobKind, ScheduledTask } from '../../platform/jobs/worker.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import { importJob } from './create-import.ts';
import * as repo from './import-repo.ts';
import { deleteExpiredFiles, listKeptPaths } from './manifest-repo.ts';
import { type PerformDependencies, performImport } from './perform-import.ts';
import { undoWindowMs } from './undo-import.ts';

const subjectSchema = z.object({ importId: z.uuid() });

/** Imports deliveries, one at a time in a process: DuckDB uses the memory and the cores it is given. */
export const importJobKind = (deps: PerformDependencies): JobKind<z.infer<typeof subjectSchema>> => ({
  kind: importJob,
  subject: subjectSchema,
  // Every kill of the program in the middle uses up a try; the work is idempotent, so there may be many.
  retryLimit: 6,
  concurrency: 1,
  handle: async (run) => {
    const { organisationId, signal, read, change } = run;
    const { importId } = run.subject;
    const done = await performImport(deps, {
      organisationId,
      importId,
      signal,
      onProgress: run.progress,
      read,
      change,
    });
    if (done.rowsRejected > 0)
      await run.note(
        'warn',
        `${done.rowsRejected} of ${done.rowsRead} rows were rejected; the list can be downloaded.`,
      );
    if (done.rowsRejected > 0 && done.replacedRows > 0)
      await run.note(
        'warn',
        `${done.replacedRows} rows of earlier imports were replaced; undo within seven days brings them back.`,
      );
    run.progress(
      1,
      done.state === 'unchanged'
        ? 'These bytes are in the lake already.'
        : `${done.rowsImported} rows imported`,
    );
    return { ...done };
  },
  ended: async ({ importId }, { state, problem }, { tx, audit }) => {
    const row = await repo.findImport(tx, importId);
    // A run can die after its import was done: then nothing failed.
    if (row?.state !== 'waiting') return;
    await audit({
      action: `import.${state}`,
      target: { kind: 'import', id: importId, label: row.files[0]?.name.slice(0, 200) ?? '' },
      ...(problem ? { after: { code: problem.code, detail: problem.detail?.slice(0, 500) } } : {}),
    });
  },
});

/**
 * A question that is being answered may read files that were removed; after this long none does. Replaced files
 * stay as long as an import can be undone and this long more, so that none is swept while it is brought back.
 */
const graceMs = 60 * 60_000;
/** Uploads that nobody turned into an import. */
const uploadLifetimeMs = 24 * 60 * 60_000;

export interface SweepDependencies extends PerformDependencies {
  readonly tenancy: Tenancy;
  /** Deletes what lies in an organisation's folder and is not named here (paths relative to it, ids of imports at work). */
  readonly sweepFolder: (
    organisationFolder: string,
    keptPaths: readonly string[],
    runningImportIds: readonly string[],
  ) => Promise<number>;
}

/** Clears away replaced files, what crashes left behind, and forgotten uploads. */
export const sweepTask = (deps: SweepDependencies): ScheduledTask => ({
  name: 'lake.sweep',
  cron: '17 * * * *',
  run: async (signal) => {
    for (const organisationId of await deps.storage.listOrganisations()) {
      if (signal.aborted) return;
      if (z.uuid().safeParse(organisationId).success) await sweepOrganisation(deps, organisationId);
    }
  },
});

const sweepOrganisation = async (deps: SweepDependencies, organisationId: string): Promise<void> => {
  const now = deps.clock.now();
  const removedUntil = new Date(now.getTime() - graceMs);
  const expiry = { removedUntil, replacedUntil: new Date(removedUntil.getTime() - undoWindowMs) };
  const { paths, running } = await deps.tenancy.write({ organisationId }, async (tx) => {
    await deleteExpiredFiles(tx, expiry);
    const live = [...(await listKeptPaths(tx, expiry)), ...(await repo.listRejectPaths(tx))];
    return { paths: live, running: await repo.listWaitingIds(tx) };
  });
  await deps.sweepFolder(deps.storage.lakeFolder(organisationId), paths, running);
  const stale = new Date(now.getTime() - uploadLifetimeMs);
  const wanted = await deps.tenancy.write({ organisationId }, async (tx) => {
    await repo.deleteStaleUploads(tx, stale);
    return new Set(await repo.listWantedUploads(tx));
  });
  const uploads = await deps.storage.listUploads(organisationId);
  const forgotten = uploads.filter(({ id, modifiedAt }) => !wanted.has(id) && modifiedAt < stale);
  await Promise.all(forgotten.map(({ id }) => deps.storage.removeUpload(organisationId, id)));
};
