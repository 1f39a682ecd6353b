import type { OrganisationContext } from '../../platform/http/context.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Role } from '../../shared/access.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import * as contract from '../../shared/organisations/contract.ts';
import type { Clock } from '../../shared/time.ts';
import * as repo from './member-repo.ts';
import { presentMember } from './present.ts';

/**
 * Who may decide about members of these roles. Only an owner makes, changes or removes an owner; a partner decides
 * only while the organisation has no owner of its own, since members outlive the relationship. Until then whoever
 * may manage members names the first owner.
 * @throws AppError forbidden
 */
export const requireAuthority = (
  context: OrganisationContext,
  owners: number,
  roles: readonly (Role | undefined)[],
): void => {
  if (owners === 0) return;
  if (context.viaOrganisationId) {
    throw new AppError('forbidden', {
      detail: 'The organisation has owners of its own; they decide who belongs to it.',
      fix: 'Ask one of them.',
    });
  }
  if (roles.includes('owner') && context.role !== 'owner') {
    throw new AppError('forbidden', { detail: 'Only an owner may give, change or take the role of owner.' });
  }
};

/** Whoever removes the last owner undoes the change; an organisation that waits for its first one has none to lose. */
const keepAnOwner = async (tx: Tx, organisationId: string, before: { role: Role }): Promise<void> => {
  if (before.role === 'owner' && (await repo.countOwnersForUpdate(tx, organisationId)) === 0) {
    throw new AppError('conflict', {
      detail: 'An organisation keeps at least one active owner.',
      fix: 'Make another member owner first.',
    });
  }
};

/** Routes of the members of an organisation. */
export const memberRoutes = (deps: { clock: Clock }): Route[] => [
  organisationRoute(contract.listMembers, async (context) => ({
    items: (await context.read((tx) => repo.listMembers(tx, context.organisationId))).map(presentMember),
  })),

  organisationRoute(contract.updateMember, (context, { params, body }) =>
    context.change(async ({ tx, audit }) => {
      const owners = await repo.countOwnersForUpdate(tx, context.organisationId);
      const before = await repo.findMemberForUpdate(tx, context.organisationId, params.memberId);
      if (!before) throw notFound('member');
      requireAuthority(context, owners, [before.role, body.role]);
      const values = { role: body.role ?? before.role, state: body.state ?? before.state };
      await repo.updateMember(tx, before.id, { ...values, updatedAt: deps.clock.now() });
      await keepAnOwner(tx, context.organisationId, before);
      await audit({
        action: 'member.changed',
        target: { kind: 'person', id: before.personId, label: before.name },
        before: { role: before.role, state: before.state },
        after: values,
      });
      return presentMember({ ...before, ...values });
    }),
  ),

  organisationRoute(contract.removeMember, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const owners = await repo.countOwnersForUpdate(tx, context.organisationId);
      const before = await repo.findMemberForUpdate(tx, context.organisationId, params.memberId);
      if (!before) throw notFound('member');
      requireAuthority(context, owners, [before.role]);
      await repo.deleteMember(tx, before.id);
      await keepAnOwner(tx, context.organisationId, before);
      const target = { kind: 'person', id: before.personId, label: before.name };
      await audit({ action: 'member.removed', target, before: { role: before.role } });
    });
    return undefined;
  }),
];
