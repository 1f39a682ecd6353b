import type pg from 'pg';

export interface LoggedEntry {
  readonly action: string;
  readonly actorId: string;
  readonly viaOrganisationId: string | null;
  readonly targetId: string | null;
  readonly after: unknown;
}

/** The audit log of an organisation, oldest first, read as the owner. */
export const readAuditLog = async (owner: pg.Pool, organisationId: string): Promise<LoggedEntry[]> => {
  const { rows } = await owner.query<LoggedEntry>(
    `select action, actor_id as "actorId", via_organisation_id as "viaOrganisationId",
      target_id as "targetId", after
      from audit_entry where organisation_id = $1 order by sequence`,
    [organisationId],
  );
  return rows;
};
