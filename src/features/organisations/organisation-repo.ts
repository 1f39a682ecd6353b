import type { Tx } from '../../platform/postgres/database.ts';
import type { OrganisationKind, Role } from '../../shared/access.ts';
import { type OrganisationTable, type RelationshipTable, tables } from './tables.ts';

/** An organisation that the transaction may see. */
export const findOrganisation = (tx: Tx, id: string) =>
  tables(tx).selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst();

/** Creates an organisation; the transaction must be in its scope. */
export const insertOrganisation = (tx: Tx, organisation: OrganisationTable) =>
  tables(tx).insertInto('organisation').values(organisation).execute();

/** Changes an organisation. */
export const updateOrganisation = (tx: Tx, id: string, values: Partial<OrganisationTable>) =>
  tables(tx).updateTable('organisation').set(values).where('id', '=', id).returningAll().executeTakeFirst();

/** Live relationships in which the organisation is parent or child, with both names. */
export const listRelationships = (tx: Tx, organisationId: string) =>
  tables(tx)
    .selectFrom('relationship as r')
    .innerJoin('organisation as parent', 'parent.id', 'r.parentId')
    .innerJoin('organisation as child', 'child.id', 'r.childId')
    .select(['r.id', 'r.parentId', 'r.childId', 'r.delegatedRole', 'r.createdAt'])
    .select(['parent.name as parentName', 'parent.kind as parentKind'])
    .select(['child.name as childName', 'child.kind as childKind'])
    .where((or) => or.or([or('r.parentId', '=', organisationId), or('r.childId', '=', organisationId)]))
    .where('r.revokedAt', 'is', null)
    .orderBy('child.name')
    .execute();

/** Live relationships to the parents of an organisation. */
export const listParents = (tx: Tx, childId: string) =>
  tables(tx)
    .selectFrom('relationship')
    .select(['parentId', 'delegatedRole'])
    .where('childId', '=', childId)
    .where('revokedAt', 'is', null)
    .execute();

/** Live relationships to the children of an organisation, with their names. */
export const listChildren = (tx: Tx, parentId: string) =>
  tables(tx)
    .selectFrom('relationship as r')
    .innerJoin('organisation as child', 'child.id', 'r.childId')
    .select(['r.childId', 'r.delegatedRole', 'child.name', 'child.kind', 'child.isSample'])
    .where('r.parentId', '=', parentId)
    .where('r.revokedAt', 'is', null)
    .orderBy('child.name')
    .execute();

/** Records the consent of a child; the transaction must be in the child's scope. */
export const insertRelationship = (tx: Tx, relationship: RelationshipTable) =>
  tables(tx).insertInto('relationship').values(relationship).execute();

/** A live relationship of the organisation, on either side, with both names. */
export const findRelationship = (tx: Tx, id: string) =>
  tables(tx)
    .selectFrom('relationship as r')
    .innerJoin('organisation as parent', 'parent.id', 'r.parentId')
    .innerJoin('organisation as child', 'child.id', 'r.childId')
    .selectAll('r')
    .select(['parent.name as parentName', 'child.name as childName'])
    .where('r.id', '=', id)
    .where('r.revokedAt', 'is', null)
    .executeTakeFirst();

/** Changes or ends a relationship. */
export const updateRelationship = (
  tx: Tx,
  id: string,
  values: Partial<Pick<RelationshipTable, 'delegatedRole' | 'revokedAt' | 'revokedBy'>>,
) => tables(tx).updateTable('relationship').set(values).where('id', '=', id).execute();

export interface MembershipRow {
  readonly organisationId: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly isSample: boolean;
  readonly role: Role;
}

/** The organisations a person is an active member of; the transaction must be in the personal scope. */
export const listMemberships = (tx: Tx, personId: string): Promise<MembershipRow[]> =>
  tables(tx)
    .selectFrom('member as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.organisationId', 'o.name', 'o.kind', 'o.isSample', 'm.role'])
    .where('m.userId', '=', personId)
    .where('m.state', '=', 'active')
    .orderBy('o.name')
    .execute();
