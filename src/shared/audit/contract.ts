import { z } from 'zod';
import { endpoint, pageOf, pageQuery } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { instantSchema } from '../time.ts';

const actorKinds = ['person', 'apiKey', 'system'] as const;

/** What is known of one side of a change: the fields that changed. */
const detailSchema = z.record(z.string().max(200), z.unknown()).nullable();

const auditEntrySchema = z.object({
  /** 1, 2, 3 … within the organisation. */
  sequence: z.int().positive(),
  at: instantSchema,
  actor: z.object({ kind: z.enum(actorKinds), id: z.string().max(200), label: z.string().max(200) }),
  /** The organisation through which a partner's person came; null for an own member. */
  viaOrganisationId: idSchema.nullable(),
  /** Noun and verb in the past, such as `member.role-changed`. */
  action: z.string().max(100),
  target: z
    .object({ kind: z.string().max(200), id: z.string().max(200), label: z.string().max(200).nullable() })
    .nullable(),
  before: detailSchema,
  after: detailSchema,
  requestId: z.string().max(100).nullable(),
  /** Network address that the request came from. */
  address: z.string().max(64).nullable(),
  /** SHA-256 of the entry and the one before it, in hexadecimal. */
  hash: z.string().length(64),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const listAuditEntries = endpoint({
  id: 'audit.list',
  method: 'GET',
  path: '/organisations/:organisationId/audit',
  tag: 'Audit',
  access: { kind: 'organisation', permission: 'audit.read' },
  summary: 'Who did what in the organisation, newest first',
  query: z.object({
    ...pageQuery,
    /** The beginning of an action: `member` finds `member.role-changed`. */
    action: z
      .string()
      .max(100)
      .regex(/^[a-z][A-Za-z0-9.-]*$/, 'the beginning of an action, such as "member"')
      .optional(),
    actorId: z.string().min(1).max(200).optional(),
    targetId: z.string().min(1).max(200).optional(),
    /** At or after. */
    from: instantSchema.optional(),
    /** Before. */
    to: instantSchema.optional(),
  }),
  response: pageOf(auditEntrySchema),
});
