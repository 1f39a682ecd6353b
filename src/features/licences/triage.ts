import { sql } from 'kysely';
import type { Catalogue } from '../../engines/licences/catalogue/catalogue.ts';
import type { OrganisationContext } from '../../platform/http/context.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { InputOf } from '../../shared/endpoint.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Evidence } from '../../shared/licences/audit-result.ts';
import { type FindingState, triageFindings } from '../../shared/licences/contract.ts';
import { storableText } from '../../shared/storable-text.ts';
import type { Clock } from '../../shared/time.ts';
import { findJudgement, lockFindings } from './judge/judgement-repo.ts';
import { writeSkuDay } from './judge/write-days.ts';
import { type Step, writeSteps } from './steps.ts';

export interface TriageOptions {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly newId: NewId;
}

type Decision = InputOf<typeof triageFindings>['body']['decision'];

interface Row {
  readonly id: string;
  readonly connectionId: string;
  readonly state: FindingState;
  readonly evidence: readonly Evidence[];
}

/** What each decision makes of a finding, and from which states. */
const outcomes = {
  snooze: { to: 'snoozed', action: 'finding.snoozed' },
  dismiss: { to: 'dismissed', action: 'finding.dismissed' },
  reopen: { to: 'open', action: 'finding.reopened' },
} as const;

const undecided: readonly FindingState[] = ['new', 'open', 'reopened'];
const decided: readonly FindingState[] = ['snoozed', 'dismissed'];
const allowedFrom: Readonly<Record<Decision['kind'], readonly FindingState[]>> = {
  snooze: [...undecided, ...decided],
  dismiss: [...undecided, ...decided],
  reopen: decided,
};

const dayMs = 86_400_000;
const longestSnoozeYears = 2;

const checkSnooze = (until: string, now: Date): void => {
  const tomorrow = new Date(now.getTime() + dayMs).toISOString().slice(0, 10);
  const last = new Date(now);
  last.setUTCFullYear(last.getUTCFullYear() + longestSnoozeYears);
  const latest = last.toISOString().slice(0, 10);
  if (until >= tomorrow && until <= latest) return;
  throw new AppError('invalid_input', {
    detail: `body.decision.until: found ${until}, expected a day from ${tomorrow} to ${latest}.`,
    fix: 'Name the day on which the findings come back.',
  });
};

/** The findings of the organisation in scope, held in one order; a judge at work on them is waited for. */
const lockRows = async (tx: Tx, ids: readonly string[]): Promise<readonly Row[]> => {
  const { rows: connections } = await sql<{ connectionId: string }>`
    select distinct connection_id from finding where id = any(${ids}::uuid[]) order by connection_id`.execute(
    tx,
  );
  for (const { connectionId } of connections) await lockFindings(tx, connectionId);
  const { rows } = await sql<Row>`
    select id, connection_id, state, evidence from finding where id = any(${ids}::uuid[])
    order by id for update`.execute(tx);
  return rows;
};

/** As the history of a finding shows it. */
const reasonOf = (decision: Decision): string | null => {
  const note = storableText(decision.note);
  if (decision.kind !== 'dismiss') return note === '' ? null : note;
  return note === '' ? decision.reason : `${decision.reason}: ${note}`;
};

const decide = async (
  { clock, newId }: TriageOptions,
  context: OrganisationContext,
  tx: Tx,
  decision: Decision,
  rows: readonly Row[],
): Promise<void> => {
  const { to } = outcomes[decision.kind];
  const until = decision.kind === 'snooze' ? decision.until : null;
  const at = clock.now();
  const personId = context.personId ?? null;
  const holds = decision.kind !== 'reopen';
  await sql`update finding set state = ${to}, snoozed_until = ${until}::date,
      decided_by = ${holds ? personId : null}::uuid, decided_at = ${holds ? at : null}::timestamptz
    where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx);
  const reason = reasonOf(decision);
  const steps = rows.map(
    ({ id, state, evidence }): Step => ({ findingId: id, from: state, to, reason, until, evidence }),
  );
  const by = { personId, name: context.actor.name };
  await writeSteps(tx, { organisationId: context.organisationId, at, by }, steps, newId);
};

/** What can be saved on the day of the facts follows what was decided. */
const refreshDays = async (
  { catalogue }: TriageOptions,
  { organisationId }: OrganisationContext,
  tx: Tx,
  rows: readonly Row[],
): Promise<void> => {
  for (const connectionId of new Set(rows.map((row) => row.connectionId))) {
    const judged = await findJudgement(tx, connectionId);
    if (judged) await writeSkuDay(tx, { organisationId, connectionId, day: judged.asOf, catalogue });
  }
};

/** Snoozes, dismisses or reopens findings: all of them or, where one is not to be found, none. */
export const triageRoute = (options: TriageOptions): Route =>
  organisationRoute(triageFindings, async (context, { body }) => {
    const { decision } = body;
    if (decision.kind === 'snooze') checkSnooze(decision.until, options.clock.now());
    const ids = [...new Set(body.findingIds)];
    return context.change(async ({ tx, audit }) => {
      const rows = await lockRows(tx, ids);
      if (rows.length < ids.length) throw notFound('finding');
      const allowed = allowedFrom[decision.kind];
      const chosen = rows.filter(({ state }) => allowed.includes(state));
      const skipped = rows.filter(({ state }) => !allowed.includes(state));
      if (chosen.length > 0) {
        await decide(options, context, tx, decision, chosen);
        await refreshDays(options, context, tx, chosen);
      }
      await audit({
        action: outcomes[decision.kind].action,
        after: {
          count: chosen.length,
          findingIds: chosen.map(({ id }) => id),
          ...(decision.kind === 'snooze' ? { until: decision.until } : {}),
          ...(decision.kind === 'dismiss' ? { reason: decision.reason } : {}),
        },
      });
      return { changed: chosen.length, skipped: skipped.map(({ id, state }) => ({ findingId: id, state })) };
    });
  });
