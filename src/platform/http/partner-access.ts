import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Role } from '../../shared/access.ts';
import type { Clock } from '../../shared/time.ts';
import type { AuditOrigin } from '../audit/entry.ts';
import type { AuditTables } from '../audit/tables.ts';
import type { Tx } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import type { AuditSink } from './organisation-context.ts';

const hourMs = 3_600_000;
/** Sessions whose entry of this hour is known to be written; others ask the log. */
const rememberedMaximum = 10_000;

/** A person of a parent organisation enters one that it is no member of. */
export interface PartnerVisit {
  readonly origin: AuditOrigin;
  readonly sessionId: string;
  /** As what the person comes in. */
  readonly role: Role;
}

/**
 * Writes `partner.accessed` into the log of the organisation that is entered: one entry a session and hour, so
 * that the customer sees who looked and when, without a line for every request. What the visitor changes has
 * entries of its own. When the entry cannot be written, the visit does not happen.
 */
export const createPartnerAccess = (deps: { tenancy: Tenancy; audit: AuditSink; clock: Clock }) => {
  const written = new LRUCache<string, true>({ max: rememberedMaximum });
  return async ({ origin, sessionId, role }: PartnerVisit): Promise<void> => {
    const hour = Math.floor(deps.clock.now().getTime() / hourMs);
    const visit = `${origin.organisationId} ${sessionId} ${hour}`;
    if (written.has(visit)) return;
    await deps.tenancy.write({ organisationId: origin.organisationId }, async (tx) => {
      // Requests that come at once, to several processes even, write one entry.
      await sql`select pg_advisory_xact_lock(hashtextextended(${visit}, 0))`.execute(tx);
      if (await isWritten(tx, sessionId, new Date(hour * hourMs))) return;
      await deps.audit.record(tx, origin, {
        action: 'partner.accessed',
        target: { kind: 'session', id: sessionId },
        after: { role },
      });
    });
    written.set(visit, true);
  };
};

export type NotePartnerVisit = ReturnType<typeof createPartnerAccess>;

const isWritten = async (tx: Tx, sessionId: string, since: Date): Promise<boolean> => {
  const found = await tx
    .withTables<AuditTables>()
    .selectFrom('auditEntry')
    .select('sequence')
    .where('targetId', '=', sessionId)
    .where('action', '=', 'partner.accessed')
    .where('at', '>=', since)
    .executeTakeFirst();
  return found !== undefined;
};
