import type { Permission, Role } from '../../shared/access.ts';

/** A person with a live session. */
export interface SignedIn {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly session: { readonly id: string; readonly token: string; readonly confirmedAt: Date };
}

/** A live API key and what it may do in its one organisation. */
export interface KeyHolder {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly scopes: readonly Permission[];
}

/** How far a person reaches into an organisation. */
export interface Reach {
  readonly role: Role;
  /** The parent organisation whose member the person is, when it is not a member itself. */
  readonly viaOrganisationId: string | undefined;
}

/** Answers who is calling and how far they reach; the identity and organisations features provide it. */
export interface Gatekeeper {
  signedIn(headers: Headers): Promise<SignedIn | undefined>;
  keyHolder(token: string): Promise<KeyHolder | undefined>;
  reach(personId: string, organisationId: string): Promise<Reach | undefined>;
}
