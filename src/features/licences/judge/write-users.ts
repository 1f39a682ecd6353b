import { sql } from 'kysely';
import { dayText } from '../../../engines/licences/activity/days.ts';
import type { TenantDescription } from '../../../engines/licences/summary/describe-tenant.ts';
import type { UserDescription } from '../../../engines/licences/summary/describe-user.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { NewId } from '../../../shared/ids.ts';
import { insertRecords, type RowRecord } from '../insert-records.ts';
import type { UserDetails } from '../user-details.ts';
import type { Profile } from './profiles.ts';

/** Whose rows are written. */
export interface Owner {
  readonly organisationId: string;
  readonly connectionId: string;
}

const columns = {
  id: 'uuid',
  organisation_id: 'uuid',
  connection_id: 'uuid',
  user_id: 'text',
  principal_name: 'text',
  display_name: 'text',
  is_enabled: 'boolean',
  is_guest: 'boolean',
  is_on_premises: 'boolean',
  department: 'text',
  job_title: 'text',
  country: 'text',
  cost_centre: 'text',
  created_on: 'date',
  leaves_on: 'date',
  mailbox_purpose: 'text',
  state: 'text',
  last_activity_on: 'date',
  sku_ids: 'text[]',
  details: 'jsonb',
  monthly_cost: 'numeric',
  costs: 'jsonb',
};

/** As much as its column takes; Graph's own purposes are shorter. */
const longestPurpose = 50;

/**
 * What a user costs in the currency that lists are sorted by: zero without paid seats, null where nobody has a price
 * for any of them. Unknown is not zero.
 */
const monthlyCostOf = ({ costs, hasUnpriced }: UserDescription, currency: string | null): string | null => {
  const cost = costs.find((each) => each.currency === currency);
  if (cost) return cost.amount;
  return costs.length > 0 || hasUnpriced ? null : '0';
};

const recordOf = (
  owner: Owner,
  described: UserDescription,
  profile: Profile | undefined,
  currency: string | null,
): RowRecord => {
  const { user, licences, workloads, evidence } = described;
  const details: UserDetails = {
    licences: licences.map((licence) => ({
      ...licence,
      ways: [...licence.ways],
      disabledPlans: [...licence.disabledPlans],
    })),
    workloads: [...workloads],
    evidence: [...evidence],
  };
  return {
    organisation_id: owner.organisationId,
    connection_id: owner.connectionId,
    user_id: user.id.toLowerCase(),
    principal_name: user.label,
    display_name: profile?.displayName ?? null,
    is_enabled: user.isEnabled,
    is_guest: user.isGuest,
    is_on_premises: profile?.isOnPremises ?? null,
    department: profile?.department ?? null,
    job_title: profile?.jobTitle ?? null,
    country: profile?.country ?? null,
    cost_centre: profile?.costCentre ?? null,
    created_on: dayText(user.createdDay),
    leaves_on: dayText(user.leaveDay),
    mailbox_purpose: described.mailboxPurpose?.slice(0, longestPurpose) ?? null,
    state: described.state,
    last_activity_on: described.lastActivityOn,
    sku_ids: described.skuIds,
    details,
    monthly_cost: monthlyCostOf(described, currency),
    costs: described.costs,
  };
};

interface Users extends Owner {
  readonly described: TenantDescription;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The currency that costs are sorted by. */
  readonly currency: string | null;
  readonly newId: NewId;
}

/** Puts the users of a tenant in the place of those before. */
export const writeUsers = async (tx: Tx, users: Users): Promise<void> => {
  const { described, profiles, currency, newId } = users;
  await sql`delete from licence_user where connection_id = ${users.connectionId}`.execute(tx);
  const rows = function* (): Generator<RowRecord> {
    for (const user of described.users) {
      const profile = profiles.get(user.id.toLowerCase());
      yield { id: newId(), ...recordOf(users, described.describe(user), profile, currency) };
    }
  };
  await insertRecords(tx, 'licence_user', columns, rows());
};
