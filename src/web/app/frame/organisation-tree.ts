import type { Membership } from '../../../shared/identity/contract.ts';

export interface OrganisationNode {
  readonly membership: Membership;
  /** 0 for own organisations, 1 for those reached through one, and so on. */
  readonly depth: number;
}

/**
 * Own organisations by name, each followed by those reached through it. One reached through an
 * organisation that is not in the list stands at the top.
 */
export const organisationTree = (
  memberships: readonly Membership[],
  compare: (a: string, b: string) => number,
): readonly OrganisationNode[] => {
  const known = new Set(memberships.map((each) => each.organisationId));
  const below = Map.groupBy(memberships, ({ viaOrganisationId: via }) =>
    via !== null && known.has(via) ? via : null,
  );
  const visited = new Set<string>();
  const walk = (parent: string | null, depth: number): OrganisationNode[] =>
    [...(below.get(parent) ?? [])]
      .sort((a, b) => compare(a.name, b.name))
      .flatMap((membership) => {
        if (visited.has(membership.organisationId)) return [];
        visited.add(membership.organisationId);
        return [{ membership, depth }, ...walk(membership.organisationId, depth + 1)];
      });
  return walk(null, 0);
};
