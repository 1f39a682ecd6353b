import type { Account } from './accounts.ts';
import { instantText } from './calendar.ts';
import type { EmulatedGroup } from './entities.ts';
import { type GroupKey, type GroupNature, licenceGroups } from './group-plan.ts';
import { createDraw } from './random.ts';
import { skuOf } from './skus.ts';

const keys = Object.keys(licenceGroups) as readonly GroupKey[];

/** Ids of the licence groups of a seed. */
export const groupIdsOf = (seed: number): ((key: GroupKey) => string) => {
  const ids = new Map(keys.map((key) => [key, createDraw(seed, 'group', key).guid()]));
  return (key) => ids.get(key) ?? '';
};

type Nature = Pick<
  EmulatedGroup,
  | 'groupTypes'
  | 'mailEnabled'
  | 'securityEnabled'
  | 'onPremisesSyncEnabled'
  | 'membershipRule'
  | 'membershipRuleProcessingState'
  | 'visibility'
>;

const natureOf = (nature: GroupNature | 'team', rule: string): Nature => {
  const isTeam = nature === 'team' || nature === 'mailEnabled';
  const isDynamic = nature === 'dynamic';
  return {
    groupTypes: isTeam ? ['Unified'] : isDynamic ? ['DynamicMembership'] : [],
    mailEnabled: isTeam,
    securityEnabled: true,
    onPremisesSyncEnabled: nature === 'synced' ? true : null,
    membershipRule: isDynamic ? rule : null,
    membershipRuleProcessingState: isDynamic ? 'On' : null,
    visibility: isTeam ? 'Private' : null,
  };
};

const nicknameOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

interface GroupContext {
  readonly seed: number;
  readonly domain: string;
  readonly foundedDay: number;
}

const named = (context: GroupContext, name: string, nature: Nature) => ({
  displayName: name,
  createdDateTime: instantText(context.foundedDay, 36_000),
  mailNickname: nicknameOf(name),
  mail: nature.mailEnabled ? `${nicknameOf(name)}@${context.domain}` : null,
  ...nature,
});

const membersOf = (accounts: readonly Account[]): ReadonlyMap<GroupKey, readonly string[]> => {
  const members = new Map<GroupKey, Set<string>>(keys.map((key) => [key, new Set()]));
  for (const { user, sketch } of accounts) {
    for (const { ways } of sketch.seats) {
      for (const { group } of ways) if (group !== null) members.get(group)?.add(user.id);
    }
  }
  return new Map([...members].map(([key, ids]) => [key, [...ids]]));
};

const teamDepartments = (accounts: readonly Account[]): ReadonlyMap<string, readonly string[]> => {
  const byDepartment = new Map<string, string[]>();
  for (const { user } of accounts) {
    if (user.department === null) continue;
    const known = byDepartment.get(user.department);
    if (known) known.push(user.id);
    else byDepartment.set(user.department, [user.id]);
  }
  return byDepartment;
};

/** Licence groups with exactly those who have a seat through them, and a team for each department. */
export const groupsOf = (context: GroupContext, accounts: readonly Account[]): readonly EmulatedGroup[] => {
  const idOf = groupIdsOf(context.seed);
  const members = membersOf(accounts);
  const licensing = keys.map((key): EmulatedGroup => {
    const { name, skus, nature } = licenceGroups[key];
    return {
      id: idOf(key),
      ...named(context, name, natureOf(nature, 'user.employeeType -eq "Frontline"')),
      description: `Assigns ${skus.map((sku) => skuOf(sku).name).join(', ')}`,
      assignedLicenses: skus.map((sku) => ({ skuId: skuOf(sku).id, disabledPlans: [] })),
      memberIds: members.get(key) ?? [],
    };
  });
  const teams = [...teamDepartments(accounts)].map(
    ([department, memberIds]): EmulatedGroup => ({
      id: createDraw(context.seed, 'team', department).guid(),
      ...named(context, department, natureOf('team', '')),
      description: `Team of ${department}`,
      assignedLicenses: [],
      memberIds,
    }),
  );
  return [...licensing, ...teams];
};
