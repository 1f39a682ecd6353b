import { createHash } from 'node:crypto';
import { z } from 'zod';
import { storableJson, storableText } from '../../shared/storable-text.ts';
import { canonicalJson, type Json } from './canonical-json.ts';

/** The format of what is hashed; a later one gets another number and old entries keep theirs. */
export const entryFormat = 1;

/** What precedes the first entry of a chain. */
export const genesisHash: Buffer = Buffer.alloc(32);

/** Longest `before` or `after`, in characters of canonical JSON: an entry is evidence, not a store. */
const detailMaximum = 65_536;

export const actorKinds = ['person', 'apiKey', 'system'] as const;
const actionPattern = /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)+$/;

const idText = z.string().min(1).max(200);
const labelText = z.string().max(200).transform(storableText);
// Dates become text and absent members vanish before anything is hashed: what is hashed is what is stored.
const detail = z
  .record(z.string(), z.unknown())
  .transform((value): Json => JSON.parse(storableJson(value)))
  .refine((value) => canonicalJson(value).length <= detailMaximum, `longer than ${detailMaximum} characters`)
  .nullable()
  .default(null);

/** Who acts, from where and in which request. */
export const originSchema = z.object({
  organisationId: z.uuid(),
  actor: z.object({ kind: z.enum(actorKinds), id: idText, name: labelText }),
  /** The organisation through which a partner's person reached this one. */
  viaOrganisationId: z.uuid().optional(),
  requestId: z.string().max(100).optional(),
  /** Network address of the caller. */
  address: z.string().max(64).optional(),
});
export type AuditOrigin = z.input<typeof originSchema>;

/**
 * What was done. Personal data is minimised: persons appear by id, with their display name as label; an e-mail
 * address, free text of a person, a token or a password never goes into `before` and `after`, unless the action
 * is about exactly that address. Record the fields that changed, not whole rows.
 */
export const changeSchema = z.object({
  /** Noun and verb in the past: `member.role-changed`. */
  action: z.string().max(100).regex(actionPattern),
  target: z.object({ kind: idText, id: idText, label: labelText.optional() }).optional(),
  before: detail,
  after: detail,
});
/** Readonly and wide at the entrance; `changeSchema` narrows it. */
export interface AuditChange {
  readonly action: string;
  readonly target?: { readonly kind: string; readonly id: string; readonly label?: string };
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** An entry as it stands in the log. */
export interface Entry {
  readonly format: number;
  readonly organisationId: string;
  /** 1, 2, 3 … within the chain of the organisation. */
  readonly sequence: number;
  readonly at: Date;
  readonly actor: { readonly kind: (typeof actorKinds)[number]; readonly id: string; readonly label: string };
  readonly viaOrganisationId: string | null;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string; readonly label: string | null } | null;
  readonly before: Json;
  readonly after: Json;
  readonly requestId: string | null;
  readonly address: string | null;
  /** Sixteen random bytes that keep short details from being guessed from their digest; null: details erased. */
  readonly salt: Buffer | null;
  readonly detailHash: Buffer;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Digest of everything that may be personal; see `audit_entry.detail_hash`. */
export const hashDetail = (
  entry: Pick<Entry, 'actor' | 'target' | 'address' | 'before' | 'after'>,
  salt: Buffer,
): Buffer =>
  sha256(
    salt,
    canonicalJson({
      actorLabel: entry.actor.label,
      targetLabel: entry.target?.label ?? null,
      address: entry.address,
      before: entry.before,
      after: entry.after,
    }),
  );

/** Digest of an entry: all its fields (details by their digest) and the hash of the entry before it. */
export const hashEntry = (entry: Omit<Entry, 'hash' | 'salt'>): Buffer =>
  sha256(
    canonicalJson({
      format: entry.format,
      organisationId: entry.organisationId,
      sequence: entry.sequence,
      at: entry.at.toISOString(),
      actor: { kind: entry.actor.kind, id: entry.actor.id },
      viaOrganisationId: entry.viaOrganisationId,
      action: entry.action,
      target: entry.target && { kind: entry.target.kind, id: entry.target.id },
      requestId: entry.requestId,
      detail: entry.detailHash.toString('hex'),
      previous: entry.previousHash.toString('hex'),
    }),
  );
