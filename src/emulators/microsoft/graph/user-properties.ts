import type { EmulatedUser } from '../tenant/entities.ts';

/** What Graph answers without `$select`. */
const defaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

const extra: Readonly<Record<string, (user: EmulatedUser) => unknown>> = {
  businessPhones: () => [],
  mobilePhone: () => null,
};

const selectable = [
  'id',
  'userPrincipalName',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'mailNickname',
  'accountEnabled',
  'userType',
  'createdDateTime',
  'creationType',
  'externalUserState',
  'department',
  'jobTitle',
  'companyName',
  'officeLocation',
  'city',
  'country',
  'usageLocation',
  'preferredLanguage',
  'employeeId',
  'employeeType',
  'employeeHireDate',
  'employeeLeaveDateTime',
  'employeeOrgData',
  'onPremisesSyncEnabled',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'assignedLicenses',
  'licenseAssignmentStates',
  'signInActivity',
] as const satisfies readonly (keyof EmulatedUser)[];

export const userProperties: ReadonlySet<string> = new Set([...selectable, ...defaults]);

export const defaultUserProperties: readonly string[] = defaults;

const read = (user: EmulatedUser, name: string): unknown => {
  const special = extra[name];
  return special ? special(user) : user[name as keyof EmulatedUser];
};

/** The user with just these properties. Someone who never signed in has no `signInActivity` at all, as in Graph. */
export const presentUser =
  (names: readonly string[]) =>
  (user: EmulatedUser): Record<string, unknown> => {
    const presented: Record<string, unknown> = {};
    for (const name of names) {
      const value = read(user, name);
      if (name !== 'signInActivity' || value !== null) presented[name] = value;
    }
    return presented;
  };
