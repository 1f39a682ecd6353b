import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Change } from '../../platform/http/context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import { lockConnection } from './connection-repo.ts';
import { insertPage } from './page-repo.ts';
import { targetOf } from './start-sync.ts';
import { findLiveSync, insertSync, updateSync } from './sync-repo.ts';

const pack = promisify(gzip);

/** Answers of one source, page by page, as the vendor sent them. */
export interface GivenSource {
  /** As in the plan of a sync: `users`, `getM365AppUserDetail.D180`. */
  readonly name: string;
  readonly pages: readonly string[];
}

export interface GivenAnswers {
  readonly organisationId: string;
  readonly connectionId: string;
  /** The day that the answers are of. */
  readonly asOf: string;
  readonly sources: readonly GivenSource[];
}

/**
 * Lands answers that no sync read, those of an earlier day of the sample organisation, as a sync of that day that waits for its judge.
 * Returns the id of the sync.
 */
export const landAnswers = async (
  { newId }: { readonly newId: NewId },
  { tx, audit }: Change,
  { organisationId, connectionId, asOf, sources }: GivenAnswers,
): Promise<string> => {
  const connection = await lockConnection(tx, connectionId);
  if (!connection) throw notFound('connection');
  await endForgotten(tx, connectionId);
  const syncId = newId();
  const startedAt = new Date(`${asOf}T03:00:00Z`);
  const rows = sources.map((source) => ({ ...source, id: newId() }));
  await insertSync(
    tx,
    { ...{ id: syncId, organisationId, connectionId, asOf, startedAt }, ...waiting },
    rows.map(({ id, name, pages }) => ({
      ...{ id, organisationId, syncId, name, pages: pages.length, items: 0, nextLink: null, reason: null },
      ...{ state: 'complete', refreshedOn: null, concealed: false, startedAt, finishedAt: startedAt },
    })),
  );
  for (const { id: syncSourceId, pages } of rows) {
    for (const [page, text] of pages.entries()) {
      const body = await pack(text);
      await insertPage(tx, {
        ...{ id: newId(), organisationId, syncSourceId, page, items: 0, body },
        readAt: startedAt,
      });
    }
  }
  await audit({ action: 'sync.started', target: targetOf(connection), after: { syncId, asOf } });
  return syncId;
};

/** A landing whose judge was killed has no run that would end it. */
const endForgotten = async (tx: Tx, connectionId: string): Promise<void> => {
  const live = await findLiveSync(tx, connectionId);
  if (!live) return;
  if (live.runId !== null)
    throw new AppError('already_running', { detail: 'This tenant is being read.', fix: 'Wait until it is.' });
  await updateSync(tx, live.id, ['reading', 'judging'], { state: 'failed', finishedAt: live.startedAt });
};

const waiting = { runId: null, state: 'judging', finishedAt: null, retryAt: null } as const;
