import { hash } from 'node:crypto';
import { dayText } from '../../../engines/licences/activity/days.ts';
import type { TenantDescription } from '../../../engines/licences/summary/describe-tenant.ts';
import type { UserDescription } from '../../../engines/licences/summary/describe-user.ts';
import type { NewId } from '../../../shared/ids.ts';
import { storableJson, storableText } from '../../../shared/storable-text.ts';
import type { RowRecord } from '../insert-records.ts';
import { isIdleDays, type UserDetails } from '../user-details.ts';
import type { Owner } from './owner.ts';
import type { Profile } from './profiles.ts';

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
    // Idle days count on from day to day; they are told from the last activity when somebody looks.
    evidence: evidence.filter((each) => !isIdleDays(each)),
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

/** Users that are kept, by id: the fingerprint of each row; null for one that says nothing about its content. */
export type KnownUsers = Map<string, string | null>;

interface Users extends Owner {
  readonly described: TenantDescription;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The currency that costs are sorted by. */
  readonly currency: string | null;
  readonly newId: NewId;
}

/**
 * The rows of users who are not as they are kept, as JSON texts. Users who are seen are taken out of `known`: those
 * who are left are gone.
 */
export function* changedUsers(users: Users, known: KnownUsers): Generator<string> {
  const { described, profiles, currency, newId } = users;
  for (const user of described.users) {
    const userId = user.id.toLowerCase();
    const content = storableJson(recordOf(users, described.describe(user), profiles.get(userId), currency));
    const fingerprint = hash('sha256', content, 'base64url');
    const keptId = storableText(userId);
    const before = known.get(keptId);
    known.delete(keptId);
    if (before === fingerprint) continue;
    yield `{"id":"${newId()}","fingerprint":"${fingerprint}",${content.slice(1)}`;
  }
}
