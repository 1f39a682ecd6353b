import { z } from 'zod';
import type { Entry } from '../../platform/audit/entry.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import { type AuditEntry, listAuditEntries } from '../../shared/audit/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { formatInstant } from '../../shared/time.ts';
import { listEntries } from './repo.ts';

/** Routes of the audit log: it is read here and written nowhere. */
export const auditRoutes = (): Route[] => [
  organisationRoute(listAuditEntries, async (context, { query }) => {
    const { limit, cursor, from, to, action, actorId, targetId } = query;
    const filter = {
      organisationId: context.organisationId,
      action,
      actorId,
      targetId,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      before: readPlace(cursor),
      limit: limit + 1,
    };
    const entries = await context.read((tx) => listEntries(tx, filter));
    const page = entries.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(present),
      nextCursor: entries.length > limit && last ? writePlace(last.sequence) : null,
    };
  }),
];

const present = ({ at, hash, ...entry }: Entry): AuditEntry => ({
  sequence: entry.sequence,
  at: formatInstant(at),
  actor: entry.actor,
  viaOrganisationId: entry.viaOrganisationId,
  action: entry.action,
  target: entry.target,
  before: entry.before as AuditEntry['before'],
  after: entry.after as AuditEntry['after'],
  requestId: entry.requestId,
  address: entry.address,
  hash: hash.toString('hex'),
});

const placeSchema = z.int().positive();

const writePlace = (sequence: number): string => Buffer.from(JSON.stringify(sequence)).toString('base64url');

/** The place after which the next page begins; numbers in a chain never change, so pages never shift. */
const readPlace = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new AppError('invalid_input', {
      detail: 'query.cursor is not a cursor of this list.',
      fix: 'Send nextCursor as it came, or begin without a cursor.',
    });
  }
};
