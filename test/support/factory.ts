import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createPasswordHasher, type PasswordCost } from '../../src/features/identity/feature.ts';
import { newToken } from '../../src/platform/http/one-time-token.ts';
import type { OrganisationKind, Permission, Role } from '../../src/shared/access.ts';
import { newId } from '../../src/shared/ids.ts';
import type { RunState } from '../../src/shared/runs/contract.ts';

/** The password of every person that a factory makes. */
export const factoryPassword = 'correct horse battery staple';

export interface MadePerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Writes rows straight to the database as its owner; what a row needs and the test does not name is made, too. */
export const createFactory = (owner: pg.Pool, cost: PasswordCost) => {
  let hash: Promise<string> | undefined;

  const insert = async (table: string, row: Row): Promise<void> => {
    const columns = Object.keys(row);
    const places = columns.map((_column, index) => `$${index + 1}`);
    await owner.query(
      `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    );
  };

  const now = new Date();
  const stamps = { created_at: now, updated_at: now };

  const organisation = async (
    given: { name?: string; kind?: OrganisationKind } = {},
  ): Promise<{ id: string; name: string; kind: OrganisationKind }> => {
    const made = { id: newId(), name: `Organisation ${randomUUID().slice(0, 8)}`, kind: 'customer' as const };
    await insert('organisation', { ...made, ...given, ...stamps });
    return { ...made, ...given };
  };

  const person = async (given: { name?: string; email?: string } = {}): Promise<MadePerson> => {
    hash ??= createPasswordHasher(cost).hash(factoryPassword);
    const id = newId();
    const made = { id, name: `Person ${id.slice(-6)}`, email: `${id.slice(-12)}@example.test`, ...given };
    await insert('person', { ...made, email_verified: true, ...stamps });
    await insert('credential', {
      id: newId(),
      account_id: id,
      provider_id: 'credential',
      user_id: id,
      password: await hash,
      ...stamps,
    });
    return made;
  };

  const member = async (given: {
    organisationId?: string;
    personId?: string;
    role?: Role;
    state?: 'active' | 'suspended';
  }): Promise<{ id: string; organisationId: string; personId: string }> => {
    const id = newId();
    const organisationId = given.organisationId ?? (await organisation()).id;
    const personId = given.personId ?? (await person()).id;
    const { role = 'member', state = 'active' } = given;
    await insert('member', {
      id,
      organisation_id: organisationId,
      user_id: personId,
      role,
      state,
      ...stamps,
    });
    return { id, organisationId, personId };
  };

  const relationship = async (given: {
    parentId: string;
    childId: string;
    delegatedRole?: Exclude<Role, 'owner'>;
    revokedAt?: Date;
  }): Promise<{ id: string }> => {
    const id = newId();
    await insert('relationship', {
      id,
      parent_id: given.parentId,
      child_id: given.childId,
      delegated_role: given.delegatedRole ?? 'administrator',
      created_at: now,
      revoked_at: given.revokedAt ?? null,
    });
    return { id };
  };

  const apiKey = async (given: {
    organisationId: string;
    scopes: readonly Permission[];
    expiresAt?: Date;
    revokedAt?: Date;
  }): Promise<{ id: string; token: string }> => {
    const id = newId();
    const { token, hash: tokenHash } = newToken('tt_key_');
    await insert('api_key', {
      id,
      organisation_id: given.organisationId,
      name: `Key ${id.slice(-6)}`,
      prefix: token.slice(0, 12),
      token_hash: tokenHash,
      scopes: given.scopes,
      created_at: now,
      expires_at: given.expiresAt ?? null,
      revoked_at: given.revokedAt ?? null,
    });
    return { id, token };
  };

  const invitation = async (given: {
    organisationId: string;
    email?: string;
    role?: Role;
    expiresAt?: Date;
  }): Promise<{ id: string; token: string; email: string }> => {
    const id = newId();
    const { token, hash: tokenHash } = newToken();
    const email = given.email ?? `${id.slice(-12)}@example.test`;
    await insert('invitation', {
      id,
      organisation_id: given.organisationId,
      email,
      role: given.role ?? 'analyst',
      token_hash: tokenHash,
      created_at: now,
      expires_at: given.expiresAt ?? new Date(now.getTime() + 86_400_000),
    });
    return { id, token, email };
  };

  const run = async (given: { organisationId: string; kind?: string; state?: RunState }) => {
    const id = newId();
    await insert('run', {
      id,
      organisation_id: given.organisationId,
      kind: given.kind ?? 'test.nothing',
      subject: {},
      state: given.state ?? 'queued',
      ...stamps,
    });
    return { id };
  };

  return { organisation, person, member, relationship, apiKey, invitation, run };
};

export type Factory = ReturnType<typeof createFactory>;
