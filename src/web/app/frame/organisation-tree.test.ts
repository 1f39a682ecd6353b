import { describe, expect, it } from 'vitest';
import type { Membership } from '../../../shared/identity/contract.ts';
import { organisationTree } from './organisation-tree.ts';

const membership = (organisationId: string, viaOrganisationId: string | null): Membership => ({
  organisationId,
  name: organisationId,
  kind: 'customer',
  isSample: false,
  role: 'owner',
  permissions: [],
  viaOrganisationId,
});
const shape = (memberships: Membership[]) =>
  organisationTree(memberships, (a, b) => a.localeCompare(b)).map(
    (node) => `${'-'.repeat(node.depth)}${node.membership.name}`,
  );

describe('the tree of organisations', () => {
  it('puts customers below the partner through which they are reached, sorted by name', () => {
    expect(
      shape([
        membership('zeta', 'partner'),
        membership('partner', null),
        membership('alpha', 'partner'),
        membership('own', null),
      ]),
    ).toEqual(['own', 'partner', '-alpha', '-zeta']);
  });

  it('shows at the top what is reached through something not in the list', () => {
    expect(shape([membership('customer', 'gone')])).toEqual(['customer']);
  });
});
