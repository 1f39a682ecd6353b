import type { Tx } from '../../platform/postgres/database.ts';
import type { Role } from '../../shared/access.ts';
import { type InvitationTable, type MemberTable, tables } from './tables.ts';

/** The role of an active member; nothing for a suspended one. */
export const findActiveRole = async (
  tx: Tx,
  organisationId: string,
  personId: string,
): Promise<Role | undefined> => {
  const row = await tables(tx)
    .selectFrom('member')
    .select('role')
    .where('organisationId', '=', organisationId)
    .where('userId', '=', personId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.role;
};

const memberRows = (tx: Tx, organisationId: string) =>
  tables(tx)
    .selectFrom('member as m')
    .innerJoin('person as p', 'p.id', 'm.userId')
    .select(['m.id', 'm.userId as personId', 'p.name', 'p.email', 'm.role', 'm.state', 'm.createdAt'])
    .where('m.organisationId', '=', organisationId);

/** All members with name and e-mail address, by name. */
export const listMembers = (tx: Tx, organisationId: string) =>
  memberRows(tx, organisationId).orderBy('p.name').execute();

/** One member, its row held for a change. */
export const findMemberForUpdate = (tx: Tx, organisationId: string, memberId: string) =>
  memberRows(tx, organisationId).where('m.id', '=', memberId).forUpdate('m').executeTakeFirst();

/** Locks all owners and counts the active ones, so that two changes cannot remove the last two. */
export const countOwnersForUpdate = async (tx: Tx, organisationId: string): Promise<number> => {
  const owners = await tables(tx)
    .selectFrom('member')
    .select('state')
    .where('organisationId', '=', organisationId)
    .where('role', '=', 'owner')
    .orderBy('id')
    .forUpdate()
    .execute();
  return owners.filter((owner) => owner.state === 'active').length;
};

/** Adds a member; the transaction must be in the organisation's scope. */
export const insertMember = (tx: Tx, member: MemberTable) =>
  tables(tx)
    .insertInto('member')
    .values(member)
    // Who is a member already, suspended or not, stays as it is.
    .onConflict((conflict) => conflict.columns(['organisationId', 'userId']).doNothing())
    .execute();

/** Changes role or state. */
export const updateMember = (
  tx: Tx,
  memberId: string,
  values: Partial<Pick<MemberTable, 'role' | 'state' | 'updatedAt'>>,
) => tables(tx).updateTable('member').set(values).where('id', '=', memberId).execute();

/** Ends a membership. */
export const deleteMember = (tx: Tx, memberId: string) =>
  tables(tx).deleteFrom('member').where('id', '=', memberId).execute();

/** Invitations, newest first. */
export const listInvitations = (tx: Tx, organisationId: string) =>
  tables(tx)
    .selectFrom('invitation')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .orderBy('createdAt', 'desc')
    .limit(500)
    .execute();

/** Records an invitation. */
export const insertInvitation = (tx: Tx, invitation: InvitationTable) =>
  tables(tx).insertInto('invitation').values(invitation).execute();

/** The invitation of a token hash, with its organisation's name; needs `tokenHash` in the scope. */
export const findInvitationByToken = (tx: Tx, tokenHash: string) =>
  tables(tx)
    .selectFrom('invitation as i')
    .innerJoin('organisation as o', 'o.id', 'i.organisationId')
    .selectAll('i')
    .select('o.name as organisationName')
    .where('i.tokenHash', '=', tokenHash)
    .executeTakeFirst();

/** Marks an invitation as used or worthless, if it is still open. Returns whether it was. */
export const closeInvitation = async (
  tx: Tx,
  id: string,
  values: { acceptedAt: Date } | { revokedAt: Date },
): Promise<boolean> => {
  const result = await tables(tx)
    .updateTable('invitation')
    .set(values)
    .where('id', '=', id)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
};
