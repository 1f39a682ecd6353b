import type { Reach } from '../../platform/http/gatekeeper.ts';
import { installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { delegatedPermissionsOf, meetRoles, permissionsOf, type Role } from '../../shared/access.ts';
import type { Membership } from '../../shared/identity/contract.ts';
import { findActiveRole } from './member-repo.ts';
import { listChildren, listMemberships, listParents } from './organisation-repo.ts';

/** Provider → partner → customer: two steps up at most. */
const maximumSteps = 2;

/**
 * How far people reach: by own membership, or as members of a parent (and its parent) through live
 * relationships, with the weakest role along the way. It follows relationships, never ids: every step is
 * read in the scope of the organisation it stands in.
 */
export const createReach = (tenancy: Tenancy) => {
  const roleIn = (personId: string, organisationId: string) =>
    tenancy.read({ organisationId, userId: personId }, async (tx) => ({
      own: await findActiveRole(tx, organisationId, personId),
      parents: await listParents(tx, organisationId),
    }));

  const reach = async (
    personId: string,
    organisationId: string,
    steps = maximumSteps,
  ): Promise<Reach | undefined> => {
    const { own, parents } = await roleIn(personId, organisationId);
    if (own) return { role: own, viaOrganisationId: undefined };
    if (steps === 0) return undefined;
    const found: Reach[] = [];
    for (const parent of parents) {
      const above = await reach(personId, parent.parentId, steps - 1);
      if (above)
        found.push({ role: meetRoles(above.role, parent.delegatedRole), viaOrganisationId: parent.parentId });
    }
    return found.toSorted((a, b) => permissionsOf(b.role).length - permissionsOf(a.role).length)[0];
  };

  const childrenOf = async (
    personId: string,
    parent: { id: string; role: Role },
    steps: number,
  ): Promise<Membership[]> => {
    if (steps === 0) return [];
    const children = await tenancy.read({ organisationId: parent.id, userId: personId }, (tx) =>
      listChildren(tx, parent.id),
    );
    const lists = await Promise.all(
      children.map(async (child) => {
        const role = meetRoles(parent.role, child.delegatedRole);
        const own = present({ ...child, organisationId: child.childId, role }, parent.id);
        return [own, ...(await childrenOf(personId, { id: child.childId, role }, steps - 1))];
      }),
    );
    return lists.flat();
  };

  return {
    reach: (personId: string, organisationId: string) => reach(personId, organisationId),

    /** Every organisation a person reaches: own memberships first, then the customers of each. */
    membershipsOf: async (personId: string): Promise<Membership[]> => {
      const scope = { organisationId: installationId, userId: personId };
      const own = await tenancy.read(scope, (tx) => listMemberships(tx, personId));
      const below = await Promise.all(
        own.map((row) => childrenOf(personId, { id: row.organisationId, role: row.role }, maximumSteps)),
      );
      const all = [...own.map((row) => present(row, null)), ...below.flat()];
      return [
        ...new Map(all.toReversed().map((membership) => [membership.organisationId, membership])).values(),
      ].toReversed();
    },
  };
};

const present = (
  row: Pick<Membership, 'organisationId' | 'name' | 'kind' | 'isSample' | 'role'>,
  viaOrganisationId: string | null,
): Membership => ({
  organisationId: row.organisationId,
  name: row.name,
  kind: row.kind,
  isSample: row.isSample,
  role: row.role,
  permissions: [...(viaOrganisationId ? delegatedPermissionsOf(row.role) : permissionsOf(row.role))],
  viaOrganisationId,
});
