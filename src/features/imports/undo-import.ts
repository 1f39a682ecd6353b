import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change } from '../../platform/http/context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import * as repo from './import-repo.ts';
import { advanceGeneration, endSlicesOf, listSlicesOf } from './manifest-repo.ts';
import { presentImport } from './present.ts';
import type { ImportStorage } from './storage.ts';
import { countAddedTo, listFilesOf, listSupersededBy, reviveSupersededBy } from './undo-repo.ts';

/** How long what was replaced can come back. */
export const undoWindowMs = 7 * 24 * 60 * 60_000;

export interface UndoDependencies {
  readonly storage: ImportStorage;
  readonly clock: Clock;
}

interface Undoing {
  readonly organisationId: string;
  readonly importId: string;
}

/**
 * Takes the charges of an import out of the lake and makes live again what it had replaced, in the caller's
 * transaction, with an audit entry.
 * @throws AppError `not_found`; `conflict` with the reason when it cannot be undone (any more)
 */
export const undoImport = async (deps: UndoDependencies, undoing: Undoing, change: Change): Promise<void> => {
  const { organisationId, importId } = undoing;
  const { tx, audit } = change;
  const at = deps.clock.now();
  // The lock comes first: what is looked at below stays as it is until this has happened.
  await advanceGeneration(tx, organisationId, at);
  const row = await repo.findImport(tx, importId);
  if (!row) throw notFound('import');
  const obstacle = await findObstacle(deps, organisationId, row, tx);
  if (obstacle) throw new AppError('conflict', { detail: obstacle });
  const replaced = await listSupersededBy(tx, importId);
  const slices = await endSlicesOf(tx, importId, at);
  await reviveSupersededBy(tx, importId);
  await repo.updateImport(tx, importId, { state: 'removed' });
  await audit({
    action: 'import.undone',
    target: { kind: 'import', id: importId, label: row.files[0]?.name.slice(0, 200) ?? '' },
    before: { slices, rows: Number(row.rowsImported ?? 0) },
    after: { slices: replaced.length, rows: replaced.reduce((sum, { rows }) => sum + Number(rows), 0) },
  });
};

/** Whether an import can be undone as things are now. */
export const isUndoable = async (
  deps: UndoDependencies,
  organisationId: string,
  row: repo.ImportWithRun,
  tx: Tx,
): Promise<boolean> => (await findObstacle(deps, organisationId, row, tx)) === undefined;

/** Why an import cannot be undone, as a sentence; undefined when it can. */
const findObstacle = async (
  deps: UndoDependencies,
  organisationId: string,
  row: repo.ImportWithRun,
  tx: Tx,
): Promise<string | undefined> => {
  if (row.state !== 'imported')
    return `Only a finished import can be undone; this one is ${presentImport(row).state}.`;
  const replaced = await listSupersededBy(tx, row.id);
  if (replaced.length === 0) return 'This import replaced nothing; it can be removed instead.';
  const oldest = deps.clock.now().getTime() - undoWindowMs;
  if (replaced.some(({ supersededAt }) => supersededAt === null || supersededAt.getTime() < oldest))
    return 'What this import replaced is kept for seven days, and they are over.';
  if (replaced.some(({ importState }) => importState !== 'imported'))
    return 'What this import replaced was removed meanwhile.';
  const own = await listSlicesOf(tx, row.id);
  if (own.some(({ supersededAt }) => supersededAt !== null))
    return 'A later import has replaced a part of this one; undo that one first.';
  if ((await countAddedTo(tx, row.id)) > 0)
    return 'A later import was added to the same billing periods; remove that one first.';
  return (await filesAreThere(deps, organisationId, replaced, tx))
    ? undefined
    : 'The files of what this import replaced are not there any more.';
};

/** The manifest forgets files when it sweeps, and a backup holds live ones only. */
const filesAreThere = async (
  { storage }: UndoDependencies,
  organisationId: string,
  replaced: readonly { readonly id: string; readonly rows: string }[],
  tx: Tx,
): Promise<boolean> => {
  const files = await listFilesOf(
    tx,
    replaced.map(({ id }) => id),
  );
  const sumOf = (parts: readonly { readonly rows: string }[]): number =>
    parts.reduce((sum, { rows }) => sum + Number(rows), 0);
  if (sumOf(files) !== sumOf(replaced)) return false;
  const folder = storage.lakeFolder(organisationId);
  const found = await Promise.allSettled(files.map(({ path }) => access(join(folder, path))));
  return found.every(({ status }) => status === 'fulfilled');
};
