import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { JudgedFacts } from '../thread/calls.ts';
import type { LicenceThread } from '../thread/open-threads.ts';
import type { Moves } from './finding-rows.ts';
import { lockFindings, saveJudgement } from './judgement-repo.ts';
import type { LandedSync } from './landed.ts';
import type { Owner } from './owner.ts';
import { writeSkuDay, writeWorkloadDay } from './write-days.ts';
import { readKnownFindings, writeFindings } from './write-findings.ts';
import { writeSkus, writeSubscriptions } from './write-skus.ts';
import { deleteUsers, readKnownUsers, upsertUsers } from './write-users.ts';

export interface State {
  readonly owner: Owner;
  readonly sync: LandedSync;
  /** Has judged the tenant, and makes the rows of users and findings. */
  readonly thread: LicenceThread;
  readonly judged: JudgedFacts;
  readonly catalogue: Catalogue;
  readonly at: Date;
  readonly isNewSync: boolean;
}

/** Batches as the thread makes them: the next while the database writes this one. */
async function* batchesOf<T>(next: () => Promise<T | null>): AsyncGenerator<T, void> {
  let coming = next();
  for (;;) {
    const batch = await coming;
    if (batch === null) return;
    coming = next();
    yield batch;
  }
}

/** Users who are as they were stay untouched: what stands afterwards is the same as if all were written. */
const writeUsers = async (tx: Tx, { owner, thread }: State): Promise<void> => {
  const { connectionId } = owner;
  await thread.ask('users', { owner, known: await readKnownUsers(tx, connectionId) });
  for await (const batch of batchesOf(() => thread.ask('nextUsers', null))) {
    if (batch.what === 'changed') await upsertUsers(tx, batch);
    else await deleteUsers(tx, connectionId, batch);
  }
};

const moveFindings = async (tx: Tx, { owner, sync, thread, at, isNewSync }: State): Promise<Moves> => {
  const { connectionId, organisationId } = owner;
  await lockFindings(tx, connectionId);
  const judging = { ...owner, asOf: sync.asOf, today: at.toISOString().slice(0, 10), isNewSync };
  const moves = await thread.ask('findings', { judging, known: await readKnownFindings(tx, connectionId) });
  for await (const batch of batchesOf(() => thread.ask('nextFindings', null))) {
    await writeFindings(tx, { organisationId, at, by: null }, batch);
  }
  return moves;
};

/** Writes the present, the day and the findings of a tenant, all in the caller's transaction. */
export const writeState = async (tx: Tx, state: State): Promise<Moves> => {
  const { owner, sync, judged, catalogue, at } = state;
  await writeUsers(tx, state);
  await writeSkus(tx, owner, judged.skus);
  await writeSubscriptions(tx, owner, judged.subscriptions);
  const moves = await moveFindings(tx, state);
  const day = { ...owner, day: sync.asOf, catalogue };
  await writeSkuDay(tx, day);
  await writeWorkloadDay(tx, day, judged.workloads);
  await saveJudgement(tx, {
    ...owner,
    syncId: sync.id,
    syncStartedAt: sync.startedAt,
    asOf: sync.asOf,
    judgedAt: at,
    users: judged.users,
    problems: judged.problems,
  });
  return moves;
};
