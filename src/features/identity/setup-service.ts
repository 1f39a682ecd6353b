import { hashToken, newToken } from '../../platform/http/one-time-token.ts';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { enterScope, installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { OrganisationKind } from '../../shared/access.ts';
import { AppError } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { findInstallation, insertPerson, updateInstallation } from './people-repo.ts';

export interface SetupInput {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly organisationName: string;
  readonly organisationKind: OrganisationKind;
  readonly language: string | null;
}

interface Origin {
  readonly requestId: string;
  readonly address: string;
}

export interface SetupDependencies {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Creates an organisation with its first owner, in the caller's transaction and the organisation's scope. */
  readonly createOwned: (
    tx: Tx,
    owned: { id: string; name: string; kind: OrganisationKind; language: string | null; ownerId: string },
  ) => Promise<void>;
}

/** The first run: a one-time link makes the owner and the first organisation. */
export const createSetup = (deps: SetupDependencies) => {
  const scope = { organisationId: installationId };
  const opens = async (tx: Tx, token: string, lock: boolean): Promise<boolean> => {
    const installation = await findInstallation(tx, lock);
    return !installation.setUpAt && installation.setupTokenHash === hashToken(token);
  };
  const check = async (tx: Tx, token: string, lock: boolean): Promise<void> => {
    if (await opens(tx, token, lock)) return;
    throw new AppError('not_found', {
      detail: 'This set-up link is not valid, or was used.',
      fix: 'Use the newest link that the server printed; once set up, sign in instead.',
    });
  };
  return {
    needed: () => deps.tenancy.read(scope, async (tx) => (await findInstallation(tx)).setUpAt === null),

    /** A fresh token for the link, or nothing when the installation has its owner. Older links stop working. */
    issueToken: () =>
      deps.tenancy.write(scope, async (tx) => {
        if ((await findInstallation(tx, true)).setUpAt) return undefined;
        const { token, hash } = newToken();
        await updateInstallation(tx, { setupTokenHash: hash });
        return token;
      }),

    /** Whether this is the token of the newest link, and unused. */
    isValid: (token: string) => deps.tenancy.read(scope, (tx) => opens(tx, token, false)),

    /** @throws AppError not_found for a wrong or used link. */
    requireToken: (token: string) => deps.tenancy.read(scope, (tx) => check(tx, token, false)),

    /**
     * Creates owner and organisation, once.
     * @throws AppError not_found for a wrong or used link.
     */
    complete: (input: SetupInput, origin: Origin): Promise<{ organisationId: string; personId: string }> =>
      deps.tenancy.write(scope, async (tx) => {
        await check(tx, input.token, true);
        const personId = deps.newId();
        const organisationId = deps.newId();
        const at = deps.clock.now();
        await insertPerson(tx, { ...input, id: personId, credentialId: deps.newId(), at });
        await updateInstallation(tx, { setUpAt: at, setupTokenHash: null });
        const actor = { kind: 'person', id: personId, name: input.name } as const;
        await deps.audit.record(
          tx,
          { organisationId: installationId, actor, ...origin },
          { action: 'installation.set-up', target: { kind: 'person', id: personId, label: input.name } },
        );
        await enterScope(tx, { organisationId, userId: personId });
        const { organisationName: name, organisationKind: kind, language } = input;
        await deps.createOwned(tx, { id: organisationId, name, kind, language, ownerId: personId });
        await deps.audit.record(
          tx,
          { organisationId, actor, ...origin },
          {
            action: 'organisation.created',
            target: { kind: 'organisation', id: organisationId, label: name },
            after: { kind },
          },
        );
        return { organisationId, personId };
      }),
  };
};

export type Setup = ReturnType<typeof createSetup>;
