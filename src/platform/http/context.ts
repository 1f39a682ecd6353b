import type { Role } from '../../shared/access.ts';
import type { AuditChange } from '../audit/entry.ts';
import type { Log } from '../log/log.ts';
import type { Tx } from '../postgres/database.ts';

/** Who acts: a person with a session, or a program with an API key. */
export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly sessionId: string }
  | { readonly kind: 'apiKey'; readonly id: string; readonly name: string };

/** What every handler knows about the request. */
export interface RequestContext {
  readonly requestId: string;
  /** The caller's network address. */
  readonly address: string;
  readonly userAgent: string;
  readonly log: Log;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** The Accept-Language header, for texts sent to this person. */
  readonly acceptLanguage: string;
  /** Headers of the incoming request, for the identity service only. */
  readonly headers: Headers;
  /** Adds a header to the answer (cookies, file names). */
  setHeader(name: string, value: string): void;
}

/** A signed-in person, on its own things. */
export interface PersonContext extends RequestContext {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly session: { readonly id: string; readonly token: string; readonly confirmedAt: Date };
}

/** What a change may do in its transaction besides writing rows. */
export interface Change {
  readonly tx: Tx;
  /** Writes the audit entry of this change; at least one is required or the transaction is undone. */
  audit(entry: AuditChange): Promise<void>;
}

/** A caller inside an organisation, with a role there. */
export interface OrganisationContext extends RequestContext {
  readonly actor: Actor;
  readonly organisationId: string;
  readonly role: Role;
  /** The organisation whose member the caller is, where it reaches this one by a relationship. */
  readonly viaOrganisationId: string | undefined;
  /** The caller as a person, where it is one. */
  readonly personId: string | undefined;
  /** Reads in a READ ONLY transaction that sees this organisation only. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Changes in a transaction that sees this organisation only. It is undone unless `audit` was called in it.
   * With an Idempotency-Key the result is kept in the same transaction, so a repeat answers from it:
   * an endpoint that creates calls `change` once and returns its result.
   */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
}
