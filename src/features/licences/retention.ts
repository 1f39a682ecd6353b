import { sql } from 'kysely';
import type { ScheduledTask } from '../../platform/jobs/worker.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { listKeyHolders } from '../../platform/secrets/key-holders.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { NewId } from '../../shared/ids.ts';
import type { FindingState } from '../../shared/licences/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { lockFindings } from './judge/judgement-repo.ts';
import { type Step, writeSteps } from './steps.ts';

export interface RetentionOptions {
  readonly tenancy: Tenancy;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** How long snapshots, findings that are gone and what became of findings are kept (docs/licence-state.md). */
export const keptMonths = 24;

/** The first day that is still kept. */
export const firstKeptDay = (now: Date): string => {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keptMonths, 1));
  // The 31st has no place in every month: its last day stands in.
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(now.getUTCDate(), last));
  return day.toISOString().slice(0, 10);
};

/** Forgets what is older than 24 months, of the organisation in scope. */
export const forgetOld = async (tx: Tx, firstDay: string): Promise<void> => {
  await sql`delete from licence_sku_day where day < ${firstDay}::date`.execute(tx);
  await sql`delete from licence_workload_day where day < ${firstDay}::date`.execute(tx);
  await sql`delete from finding where state in ('gone', 'done') and last_seen_on < ${firstDay}::date`.execute(
    tx,
  );
  await sql`delete from finding_event where at < ${firstDay}::date`.execute(tx);
};

interface Asleep {
  readonly id: string;
  readonly connectionId: string;
  readonly state: FindingState;
}

/** Brings findings back whose snooze has ended, of the organisation in scope. Returns how many. */
export const wakeFindings = async (
  tx: Tx,
  { organisationId, at, newId }: { organisationId: string; at: Date; newId: NewId },
): Promise<number> => {
  const today = at.toISOString().slice(0, 10);
  const due = sql`state = 'snoozed' and snoozed_until <= ${today}::date`;
  const { rows: connections } = await sql<Asleep>`
    select distinct connection_id from finding where ${due} order by connection_id`.execute(tx);
  for (const { connectionId } of connections) await lockFindings(tx, connectionId);
  const { rows } = await sql<Asleep>`
    update finding set state = 'open', snoozed_until = null, decided_by = null, decided_at = null
    where ${due} returning id`.execute(tx);
  const steps = rows.map(
    ({ id }): Step => ({
      findingId: id,
      from: 'snoozed',
      to: 'open',
      reason: 'snooze-ended',
      evidence: null,
    }),
  );
  await writeSteps(tx, { organisationId, at, by: null }, steps, newId);
  return rows.length;
};

/** Does something for every organisation that may have tenants: their tokens are sealed, so it holds a data key. */
const forEachOrganisation = async (
  { tenancy }: RetentionOptions,
  signal: AbortSignal,
  work: (tx: Tx, organisationId: string) => Promise<unknown>,
): Promise<void> => {
  for (const organisationId of await tenancy.read({ organisationId: installationId }, listKeyHolders)) {
    if (signal.aborted) return;
    if (organisationId === installationId) continue;
    await tenancy.write({ organisationId }, (tx) => work(tx, organisationId));
  }
};

/** What the clock does to licences: old snapshots go, snoozed findings come back. */
export const retentionTasks = (options: RetentionOptions): readonly ScheduledTask[] => {
  const { clock, newId } = options;
  return [
    {
      name: 'licences.retention',
      cron: '23 2 * * *',
      run: (signal) => forEachOrganisation(options, signal, (tx) => forgetOld(tx, firstKeptDay(clock.now()))),
    },
    {
      name: 'licences.wake',
      cron: '3 * * * *',
      run: (signal) =>
        forEachOrganisation(options, signal, (tx, organisationId) =>
          wakeFindings(tx, { organisationId, at: clock.now(), newId }),
        ),
    },
  ];
};
