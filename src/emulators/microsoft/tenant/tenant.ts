import { type Account, accountAt } from './accounts.ts';
import { dayOf } from './calendar.ts';
import type { MailboxPurpose } from './entities.ts';
import { groupIdsOf, groupsOf } from './groups.ts';
import { foundationAgeDays, naturalAgeDays, wasteShareThen } from './growth.ts';
import { companyOf } from './identity.ts';
import type { EmulatedTenant, PlantedFinding, SignInAccount, TenantOptions } from './interface.ts';
import { organizationOf } from './organization.ts';
import { createDraw } from './random.ts';
import { createReportContext, lagDays, type Subject } from './reports/report-context.ts';
import { reportLines } from './reports/reports.ts';
import { personaAt } from './roster.ts';
import { excludedSkus } from './stock.ts';
import { purchasesOf } from './subscriptions.ts';
import { untilDeletion } from './use-times.ts';

export type * from './entities.ts';
export * from './interface.ts';

const defaultWasteShare = 0.18;
const fewestUsers = 20;
const mostUsers = 100_000;

interface Setting {
  readonly seed: number;
  readonly users: number;
  readonly asOfDay: number;
  readonly daysBeforePresent: number;
  readonly wasteShare: number;
  readonly isPremium: boolean;
  readonly domain: string;
}

const settingOf = (options: TenantOptions): Setting => {
  const { seed, users, asOf, present = asOf, wasteShare = defaultWasteShare, isPremium = true } = options;
  const [asOfDay, presentDay] = [dayOf(asOf), dayOf(present)];
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: ${seed} is not a whole number.`);
  if (!Number.isInteger(users) || users < fewestUsers || users > mostUsers) {
    throw new RangeError(`users: ${users} is not a whole number from ${fewestUsers} to ${mostUsers}.`);
  }
  if (Number.isNaN(asOfDay)) throw new RangeError(`asOf: "${asOf}" is no day such as 2026-11-22.`);
  if (Number.isNaN(presentDay)) throw new RangeError(`present: "${present}" is no day such as 2026-11-22.`);
  if (presentDay < asOfDay) throw new RangeError(`present: ${present} lies before asOf, ${asOf}.`);
  if (!(wasteShare >= 0 && wasteShare <= 0.9)) {
    throw new RangeError(`wasteShare: ${wasteShare} is not a share from 0 to 0.9.`);
  }
  const { domain } = companyOf(seed);
  return { seed, users, asOfDay, daysBeforePresent: presentDay - asOfDay, wasteShare, isPremium, domain };
};

/** Addresses by alias, with a number after the second and later ones. */
const createAliases = (): ((alias: string) => string) => {
  const counts = new Map<string, number>();
  return (alias) => {
    const count = (counts.get(alias) ?? 0) + 1;
    counts.set(alias, count);
    return count === 1 ? alias : `${alias}${count}`;
  };
};

const accountsOf = (setting: Setting): readonly Account[] => {
  const { seed, users, asOfDay, daysBeforePresent, wasteShare, isPremium, domain } = setting;
  const shareThen = wasteShareThen(wasteShare, daysBeforePresent);
  const roster = { seed, wasteShare, shareThen, isPremium };
  const context = { seed, asOfDay, domain, isPremium, groupId: groupIdsOf(seed), claim: createAliases() };
  const accounts: Account[] = [];
  for (let place = 0; place < users; place += 1) {
    const ageDays = naturalAgeDays(place, users) - daysBeforePresent;
    // Places are in the order of creation: nobody after the first who was not there yet was there.
    if (ageDays < 1) break;
    accounts.push(accountAt(context, personaAt(roster, place, ageDays), place, ageDays));
  }
  if (accounts.length === 0) {
    throw new RangeError('asOf: the tenant was not there yet; take a later day, or an earlier present.');
  }
  return accounts;
};

const heldSeats = (accounts: readonly Account[]): ReadonlyMap<string, number> => {
  const held = new Map<string, number>();
  for (const { heldSkus } of accounts) {
    for (const partNumber of heldSkus) held.set(partNumber, (held.get(partNumber) ?? 0) + 1);
  }
  return held;
};

const plantedInUsers = (accounts: readonly Account[]): readonly PlantedFinding[] =>
  accounts.flatMap(({ user, sketch }) =>
    sketch.expects.map(
      ({ rule, sku, by }): PlantedFinding => ({
        rule,
        subject: { kind: 'user', id: user.id },
        skuPartNumber: sku,
        quantity: 1,
        supersededBy: by,
      }),
    ),
  );

/** One in so many users left in the last weeks and is still in the reports, as deleted. */
const deletedEvery = 90;

/** Users as reports see them on their refresh: nobody younger, and some who have been deleted since. */
const subjectsOf = (setting: Setting, accounts: readonly Account[]): readonly Subject[] => {
  const subjects = accounts
    .filter(({ ageDays }) => ageDays > lagDays)
    .map(
      (account): Subject => ({
        account,
        userPrincipalName: account.user.userPrincipalName,
        deletedDay: null,
      }),
    );
  const workers = accounts.filter(({ sketch }) => sketch.kind === 'member' && sketch.seats.length > 0);
  const deleted = workers.slice(0, Math.max(1, Math.floor(accounts.length / deletedEvery)));
  for (const [place, account] of deleted.entries()) {
    const draw = createDraw(setting.seed, 'deleted', place);
    const user = { ...account.user, id: draw.guid(), displayName: `Former Employee ${place + 1}` };
    const userPrincipalName = `${user.id.replaceAll('-', '')}former.${place + 1}@${setting.domain}`;
    const deletedDaysAgo = draw.between(3, 29);
    const sketch = { ...account.sketch, use: untilDeletion(account.sketch.use, deletedDaysAgo) };
    const ghost = { ...account, user, sketch, place: mostUsers + place };
    subjects.push({ account: ghost, userPrincipalName, deletedDay: setting.asOfDay - deletedDaysAgo });
  }
  return subjects;
};

const signInAccountsOf = (accounts: readonly Account[]): readonly SignInAccount[] => {
  const people = accounts.filter(({ user, sketch }) => user.accountEnabled && sketch.kind === 'member');
  const roles = ['Global Administrator', 'Global Reader', 'User', 'User'] as const;
  return roles.flatMap((role, place) => {
    const user = people[place]?.user;
    if (!user) return [];
    const { id, userPrincipalName, displayName } = user;
    return [{ id, userPrincipalName, displayName, role }];
  });
};

const purposesOf = (accounts: readonly Account[]): ReadonlyMap<string, MailboxPurpose> =>
  new Map(
    accounts.flatMap(({ user, sketch }) =>
      sketch.purpose === null ? [] : [[user.id, sketch.purpose] as const],
    ),
  );

/**
 * Makes a tenant out of a seed. The same options give the same tenant; other numbers of users or other days give
 * the same people at the same places, as far as they are there.
 *
 * @throws RangeError for options outside their limits
 */
export const generateTenant = (options: TenantOptions): EmulatedTenant => {
  const setting = settingOf(options);
  const { seed, asOfDay, daysBeforePresent, isPremium } = setting;
  const { displayName, domain } = companyOf(seed);
  const id = createDraw(seed, 'tenant').guid();
  const foundedDay = asOfDay + daysBeforePresent - foundationAgeDays;
  const accounts = accountsOf(setting);
  const groups = groupsOf({ seed, domain, foundedDay }, accounts);
  const bought = purchasesOf(
    { seed, tenantId: id, displayName, asOfDay, month: options.asOf.slice(0, 7), foundedDay },
    heldSeats(accounts),
  );
  const subjects = subjectsOf(setting, accounts);
  const facts = { seed, tenantId: id, displayName, domain, asOfDay, subjects, groups };
  return {
    id,
    displayName,
    domain,
    asOf: options.asOf,
    isPremium,
    organization: organizationOf({ id, displayName, domain, foundedDay, asOfDay }),
    users: accounts.map(({ user }) => user),
    groups,
    subscribedSkus: bought.subscribedSkus,
    subscriptions: bought.subscriptions,
    mailboxPurpose: purposesOf(accounts),
    signInAccounts: signInAccountsOf(accounts),
    policy: {
      exclude: { users: [], groups: [groupIdsOf(seed)('longLeave')], skus: excludedSkus },
      protect: {
        users: accounts.filter(({ sketch }) => sketch.isProtected).map(({ user }) => user.userPrincipalName),
      },
    },
    report: (name, period, { concealed }) => reportLines(name, createReportContext(facts, period, concealed)),
    planted: [...plantedInUsers(accounts), ...bought.planted],
  };
};
