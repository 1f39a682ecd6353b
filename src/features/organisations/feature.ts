import type { Gatekeeper } from '../../platform/http/gatekeeper.ts';
import { hashToken } from '../../platform/http/one-time-token.ts';
import type { AuditSink } from '../../platform/http/organisation-context.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { type OrganisationKind, permissionSchema } from '../../shared/access.ts';
import type { Membership } from '../../shared/identity/contract.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { findApiKeyByToken, touchApiKey } from './api-key-repo.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { type InvitationDependencies, invitationRoutes } from './invitation-routes.ts';
import { insertMember } from './member-repo.ts';
import { memberRoutes } from './member-routes.ts';
import { insertOrganisation } from './organisation-repo.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { createReach } from './reach.ts';

export type { InvitationMail, InvitedPeople } from './invitation-routes.ts';
export { findOrganisation } from './organisation-repo.ts';

/** An organisation with its first owner. */
export interface Owned {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly language: string | null;
  readonly ownerId: string;
  readonly isSample?: boolean;
}

/** Creates an organisation with its first owner; the transaction must be in the new organisation's scope. */
export const createOwnedOrganisation =
  (deps: { clock: Clock; newId: NewId }) =>
  async (tx: Tx, owned: Owned): Promise<void> => {
    const at = deps.clock.now();
    const { id, name, kind, language, ownerId } = owned;
    await insertOrganisation(tx, {
      id,
      name,
      kind,
      language,
      region: 'default',
      currency: null,
      isSample: owned.isSample ?? false,
      createdAt: at,
      updatedAt: at,
    });
    await insertMember(tx, {
      id: deps.newId(),
      organisationId: id,
      userId: ownerId,
      role: 'owner',
      state: 'active',
      createdAt: at,
      updatedAt: at,
    });
  };

export interface OrganisationsOptions extends Omit<InvitationDependencies, 'auditAcceptance'> {
  readonly audit: AuditSink;
}

export interface OrganisationsFeature {
  readonly routes: readonly Route[];
  readonly reach: Gatekeeper['reach'];
  readonly keyHolder: Gatekeeper['keyHolder'];
  readonly membershipsOf: (personId: string) => Promise<Membership[]>;
}

/** How far people reach into organisations; needed by the identity feature before the rest exists. */
export { createReach } from './reach.ts';

/** Organisations, the tree between them, members, invitations and API keys. */
export const createOrganisationsFeature = (options: OrganisationsOptions): OrganisationsFeature => {
  const { tenancy, clock, audit } = options;
  const auditAcceptance: InvitationDependencies['auditAcceptance'] = (
    tx,
    { invitation, personId, name, context },
  ) =>
    audit.record(
      tx,
      {
        organisationId: invitation.organisationId,
        actor: { kind: 'person', id: personId, name },
        requestId: context.requestId,
        address: context.address,
      },
      {
        action: 'invitation.accepted',
        target: { kind: 'invitation', id: invitation.id },
        after: { role: invitation.role },
      },
    );
  const routes = [
    ...organisationRoutes(options),
    ...memberRoutes(options),
    ...invitationRoutes({ ...options, auditAcceptance }),
    ...apiKeyRoutes(options),
  ];
  return { routes, ...createReach(tenancy), keyHolder: keyHolderOf({ tenancy, clock }) };
};

const keyHolderOf =
  ({ tenancy, clock }: { tenancy: Tenancy; clock: Clock }): Gatekeeper['keyHolder'] =>
  async (token) => {
    const tokenHash = hashToken(token);
    const at = clock.now();
    const found = await tenancy.read({ organisationId: installationId, tokenHash }, (tx) =>
      findApiKeyByToken(tx, tokenHash, at),
    );
    if (!found) return undefined;
    if (!found.lastUsedAt || at.getTime() - found.lastUsedAt.getTime() > 60_000) {
      await tenancy.write({ organisationId: found.organisationId }, (tx) => touchApiKey(tx, found.id, at));
    }
    const scopes = found.scopes.flatMap((scope) => permissionSchema.safeParse(scope).data ?? []);
    return { id: found.id, name: found.name, organisationId: found.organisationId, scopes };
  };
