import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AuditSink, audited } from '../../platform/http/organisation-context.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { acceptDelivery } from './create-import.ts';
import { findImport, type ImportWithRun } from './import-repo.ts';
import { presentImport } from './present.ts';

export interface WatchDependencies {
  /** One subfolder per organisation, named by its id. */
  readonly folder: string;
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Whether there is such an organisation. */
  readonly organisationExists: (organisationId: string) => Promise<boolean>;
}

/** Where a delivery is while it is worked on, and where it ends. */
const places = { processing: '.processing', imported: '.imported', failed: '.failed' } as const;

/**
 * One look at the watched folder; call it again and again with the same `seen`. A file, or a subfolder with the
 * files of one delivery, is taken when it has not changed since the last look: nobody is writing it any more. It
 * moves to `.processing/<import id>/`, and from there to `.imported` or `.failed` with the reason beside it.
 */
export const lookAtWatchFolder = async (
  deps: WatchDependencies,
  seen: Map<string, string>,
): Promise<void> => {
  for (const organisationId of await entriesOf(deps.folder)) {
    const folder = join(deps.folder, organisationId);
    if (!z.uuid().safeParse(organisationId).success || !(await deps.organisationExists(organisationId))) {
      warnOnce(deps, seen, folder);
      continue;
    }
    await settleProcessed(deps, organisationId, folder);
    for (const name of await entriesOf(folder)) await take(deps, organisationId, join(folder, name), seen);
  }
};

const entriesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).toSorted();

const warnOnce = (deps: WatchDependencies, seen: Map<string, string>, folder: string): void => {
  if (seen.has(folder)) return;
  seen.set(folder, 'unknown');
  deps.log.warn(
    { folder },
    'the watched folder has a subfolder that is no organisation’s id; it is left alone',
  );
};

interface Found {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

const filesOf = async (path: string, name: string): Promise<Found[]> => {
  const found = await stat(path);
  if (found.isFile()) return [{ name, path, bytes: found.size, modifiedMs: found.mtimeMs }];
  if (!found.isDirectory()) return [];
  const below = await Promise.all((await entriesOf(path)).map((inner) => filesOf(join(path, inner), inner)));
  return below.flat();
};

const take = async (
  deps: WatchDependencies,
  organisationId: string,
  path: string,
  seen: Map<string, string>,
): Promise<void> => {
  const name = path.split('/').at(-1) ?? path;
  const files = await filesOf(path, name);
  const signature = JSON.stringify(
    files.map(({ path: inner, bytes, modifiedMs }) => [inner, bytes, modifiedMs]),
  );
  const unchanged = seen.get(path) === signature;
  seen.set(path, signature);
  if (!unchanged || files.length === 0) return;
  seen.delete(path);
  const importId = deps.newId();
  const target = join(deps.folder, organisationId, places.processing, importId);
  await mkdir(target, { recursive: true });
  await rename(path, join(target, name));
  const moved = await filesOf(join(target, name), name);
  const actor = { kind: 'system', id: 'watch-folder', name: 'watched folder' } as const;
  await deps.tenancy.write({ organisationId }, (tx) =>
    audited(deps.audit, { organisationId, actor }, tx, (change) =>
      acceptDelivery(deps, change, {
        importId,
        organisationId,
        origin: 'watch',
        mode: 'replace',
        files: moved.map((file) => ({ name: file.name, bytes: file.bytes })),
        sources: moved.map((file) => ({ name: file.name, path: file.path, owned: false })),
        createdBy: null,
      }),
    ),
  );
};

/** Moves what has ended out of `.processing`; what was moved in but never accepted (a crash between) goes back. */
const settleProcessed = async (
  deps: WatchDependencies,
  organisationId: string,
  folder: string,
): Promise<void> => {
  const processing = join(folder, places.processing);
  for (const importId of await entriesOf(processing)) {
    if (!z.uuid().safeParse(importId).success) continue;
    const row = await deps.tenancy.read({ organisationId }, (tx) => findImport(tx, importId));
    const from = join(processing, importId);
    if (!row) await moveAll(from, folder);
    else await settle(deps, row, from, folder);
  }
};

const settle = async (
  deps: WatchDependencies,
  row: ImportWithRun,
  from: string,
  folder: string,
): Promise<void> => {
  const { state, problem } = presentImport(row);
  if (state === 'waiting') return;
  const failed = state === 'failed' || state === 'cancelled';
  const target = join(
    folder,
    failed ? places.failed : places.imported,
    `${deps.clock.now().toISOString().slice(0, 10)}-${row.id.slice(-12)}`,
  );
  await moveAll(from, target);
  if (failed)
    await writeFile(join(target, 'reason.txt'), `${problem?.detail ?? state}\n${problem?.fix ?? ''}\n`);
};

const moveAll = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
  await rm(from, { recursive: true });
};
