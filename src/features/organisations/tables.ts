import type { Tx } from '../../platform/postgres/database.ts';
import type { OrganisationKind, Role } from '../../shared/access.ts';

export interface OrganisationTable {
  id: string;
  kind: OrganisationKind;
  name: string;
  region: string;
  language: string | null;
  currency: string | null;
  isSample: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface MemberTable {
  id: string;
  organisationId: string;
  userId: string;
  role: Role;
  state: 'active' | 'suspended';
  createdAt: Date;
  updatedAt: Date;
}

export interface RelationshipTable {
  id: string;
  parentId: string;
  childId: string;
  delegatedRole: Exclude<Role, 'owner'>;
  createdAt: Date;
  revokedAt: Date | null;
  revokedBy: string | null;
}

export interface InvitationTable {
  id: string;
  organisationId: string;
  email: string;
  role: Role;
  tokenHash: string;
  invitedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

export interface ApiKeyTable {
  id: string;
  organisationId: string;
  name: string;
  prefix: string;
  tokenHash: string;
  scopes: string[];
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

type Tables = {
  organisation: OrganisationTable;
  member: MemberTable;
  relationship: RelationshipTable;
  invitation: InvitationTable;
  apiKey: ApiKeyTable;
  person: { id: string; name: string; email: string };
};

/** The transaction with the tables of this feature. */
export const tables = (tx: Tx) => tx.withTables<Tables>();
