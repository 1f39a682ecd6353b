import { organisationRoute, type Route } from '../../platform/http/route.ts';
import { enterScope } from '../../platform/tenancy/tenancy.ts';
import { childKinds } from '../../shared/access.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import * as contract from '../../shared/organisations/contract.ts';
import { type Clock, formatInstant } from '../../shared/time.ts';
import * as repo from './organisation-repo.ts';
import { presentOrganisation } from './present.ts';

const changedFields = (values: object, row: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(values).map((key) => [key, row[key as keyof typeof row]]));

/** Routes of the organisation itself and of the tree around it. */
export const organisationRoutes = (deps: { clock: Clock; newId: NewId }): Route[] => [
  organisationRoute(contract.getOrganisation, (context) =>
    context.read(async (tx) => {
      const row = await repo.findOrganisation(tx, context.organisationId);
      if (!row) throw notFound('organisation');
      return presentOrganisation(row);
    }),
  ),

  organisationRoute(contract.updateOrganisation, (context, { body }) =>
    context.change(async ({ tx, audit }) => {
      const values = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const before = await repo.findOrganisation(tx, context.organisationId);
      const after = await repo.updateOrganisation(tx, context.organisationId, {
        ...values,
        updatedAt: deps.clock.now(),
      });
      if (!before || !after) throw notFound('organisation');
      await audit({
        action: 'organisation.changed',
        target: { kind: 'organisation', id: after.id, label: after.name },
        before: changedFields(values, before),
        after: changedFields(values, after),
      });
      return presentOrganisation(after);
    }),
  ),

  organisationRoute(contract.createChild, (context, { body }) =>
    context.change(async ({ tx, audit }) => {
      const parent = await repo.findOrganisation(tx, context.organisationId);
      if (!parent) throw notFound('organisation');
      if (!childKinds[parent.kind].includes(body.kind)) {
        const allowed = childKinds[parent.kind].join(' or ') || 'nothing';
        throw new AppError('unprocessable', {
          detail: `A ${parent.kind} may have ${allowed} below it, not a ${body.kind}.`,
        });
      }
      const organisationId = deps.newId();
      const relationshipId = deps.newId();
      const at = deps.clock.now();
      const { kind, name, delegatedRole } = body;
      // The child is created in its own scope: its rows are nobody else's to write.
      await enterScope(tx, { organisationId, userId: context.personId });
      await repo.insertOrganisation(tx, {
        id: organisationId,
        kind,
        name,
        region: parent.region,
        language: parent.language,
        currency: parent.currency,
        isSample: false,
        createdAt: at,
        updatedAt: at,
      });
      await repo.insertRelationship(tx, {
        id: relationshipId,
        parentId: parent.id,
        childId: organisationId,
        delegatedRole,
        createdAt: at,
        revokedAt: null,
        revokedBy: null,
      });
      await enterScope(tx, { organisationId: parent.id, userId: context.personId });
      await audit({
        action: 'organisation.child-created',
        target: { kind: 'organisation', id: organisationId, label: name },
        after: { kind, delegatedRole },
      });
      return { organisationId, relationshipId };
    }),
  ),

  organisationRoute(contract.listRelationships, async (context) => ({
    items: (await context.read((tx) => repo.listRelationships(tx, context.organisationId))).map((row) => ({
      ...row,
      createdAt: formatInstant(row.createdAt),
    })),
  })),

  organisationRoute(contract.updateRelationship, async (context, { params, body }) => {
    await context.change(async ({ tx, audit }) => {
      const found = await repo.findRelationship(tx, params.relationshipId);
      if (!found) throw notFound('relationship');
      // A parent must not widen its own reach, neither from its own side nor through the reach it has.
      if (found.childId !== context.organisationId || context.viaOrganisationId) {
        throw new AppError('forbidden', {
          detail: "Only the customer's own members decide how far a partner reaches.",
        });
      }
      await repo.updateRelationship(tx, found.id, body);
      const target = { kind: 'relationship', id: found.id, label: found.parentName };
      await audit({
        action: 'relationship.changed',
        target,
        before: { delegatedRole: found.delegatedRole },
        after: body,
      });
    });
    return undefined;
  }),

  organisationRoute(contract.revokeRelationship, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const found = await repo.findRelationship(tx, params.relationshipId);
      if (!found) throw notFound('relationship');
      await repo.updateRelationship(tx, found.id, {
        revokedAt: deps.clock.now(),
        revokedBy: context.personId ?? null,
      });
      const label = found.childId === context.organisationId ? found.parentName : found.childName;
      await audit({
        action: 'relationship.revoked',
        target: { kind: 'relationship', id: found.id, label },
        before: { delegatedRole: found.delegatedRole },
      });
    });
    return undefined;
  }),
];
