import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { enterScope, installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import {
  endSessions,
  findPersonByEmail,
  insertPerson,
  setPasswordHash,
  updateInstallation,
} from './people-repo.ts';

export interface OwnerInput {
  readonly email: string;
  readonly passwordHash: string;
  /** Needed for a person that does not exist yet. */
  readonly name: string | undefined;
  /** Name of the organisation to create with this owner; without it only the password is set. */
  readonly organisationName: string | undefined;
}

export interface OwnerDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly createOwned: (
    tx: Tx,
    owned: { id: string; name: string; kind: 'customer'; language: null; ownerId: string },
  ) => Promise<void>;
}

/** What was done, for the shell to say. */
export interface OwnerOutcome {
  readonly personId: string;
  readonly created: boolean;
  readonly organisationId: string | null;
  readonly sessionsEnded: number;
}

/**
 * From the shell of the server: creates an owner, or sets a new password for a person who lost it and ends its
 * sessions. Whoever can run this holds the data folder anyway; the audit log says that it happened.
 */
export const createOrResetOwner = (deps: OwnerDependencies, input: OwnerInput): Promise<OwnerOutcome> =>
  deps.tenancy.write({ organisationId: installationId }, async (tx) => {
    const at = deps.clock.now();
    const existing = await findPersonByEmail(tx, input.email);
    if (existing && (input.name || input.organisationName)) {
      throw new AppError('invalid_input', {
        detail: `There is a person with the address ${input.email} already.`,
        fix: 'Without --name and --organisation its password is set anew; a further organisation is made in the console.',
      });
    }
    const personId = existing?.id ?? deps.newId();
    if (!existing) await create(deps, tx, input, personId, at);
    else await setPasswordHash(tx, personId, input.passwordHash, at);
    const sessionsEnded = existing ? await endSessions(tx, personId, {}) : 0;
    await deps.audit.record(
      tx,
      { organisationId: installationId, actor: { kind: 'system', id: 'shell', name: 'trimtab user' } },
      {
        action: existing ? 'person.password-reset' : 'person.created',
        target: { kind: 'person', id: personId, label: existing?.name ?? input.name ?? '' },
      },
    );
    const organisationId = input.organisationName
      ? await createOrganisation(deps, tx, input.organisationName, personId)
      : null;
    return { personId, created: !existing, organisationId, sessionsEnded };
  });

const create = async (
  deps: OwnerDependencies,
  tx: Tx,
  input: OwnerInput,
  personId: string,
  at: Date,
): Promise<void> => {
  if (!input.name || !input.organisationName) {
    throw new AppError('invalid_input', {
      detail: `There is no person with the address ${input.email}.`,
      fix: 'To create one as owner, give --name and --organisation as well.',
    });
  }
  await insertPerson(tx, {
    id: personId,
    credentialId: deps.newId(),
    name: input.name,
    email: input.email,
    passwordHash: input.passwordHash,
    language: null,
    at,
  });
  await updateInstallation(tx, { setUpAt: at, setupTokenHash: null });
};

const createOrganisation = async (
  deps: OwnerDependencies,
  tx: Tx,
  name: string,
  ownerId: string,
): Promise<string> => {
  const id = deps.newId();
  await enterScope(tx, { organisationId: id, userId: ownerId });
  await deps.createOwned(tx, { id, name, kind: 'customer', language: null, ownerId });
  await deps.audit.record(
    tx,
    { organisationId: id, actor: { kind: 'system', id: 'shell', name: 'trimtab user' } },
    { action: 'organisation.created', target: { kind: 'organisation', id, label: name } },
  );
  return id;
};
