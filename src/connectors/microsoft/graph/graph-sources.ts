import type { PermissionName } from '../../../shared/connections/consent.ts';
import type { PagedSource, SignInMissing } from '../contract.ts';

export interface SourceDefinition {
  readonly path: string;
  readonly select: readonly string[];
  readonly filter?: string;
  /** Resource units of one page: the base cost, less 1 for `$select` (Microsoft Graph, throttling limits). */
  readonly cost: number;
  readonly pageSize?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly permission: PermissionName;
}

export const signInField = 'signInActivity';
/** With sign-in times Graph gives at most 500 users a page, for some tenants 120; without, 999. */
export const signInPageSize = 500;
export const smallPageSize = 120;
export const plainPageSize = 999;

/** The fields that rules, evidence and the plan of a change are made from, and nothing more. */
const userFields: readonly string[] = [
  ...['id', 'userPrincipalName', 'displayName', 'accountEnabled', 'userType', 'createdDateTime'],
  ...['department', 'jobTitle', 'usageLocation', 'country', 'onPremisesSyncEnabled'],
  ...['employeeLeaveDateTime', 'employeeOrgData', 'assignedLicenses', 'licenseAssignmentStates'],
];

const groupFields: readonly string[] = [
  ...['id', 'displayName', 'groupTypes', 'mailEnabled', 'securityEnabled', 'onPremisesSyncEnabled'],
  ...['membershipRule', 'membershipRuleProcessingState', 'assignedLicenses'],
];

const skuFields: readonly string[] = [
  ...['id', 'skuId', 'skuPartNumber', 'appliesTo', 'capabilityStatus', 'consumedUnits'],
  ...['prepaidUnits', 'servicePlans', 'subscriptionIds'],
];

const subscriptionFields: readonly string[] = [
  ...['id', 'commerceSubscriptionId', 'createdDateTime', 'isTrial', 'nextLifecycleDateTime'],
  ...['ownerId', 'ownerTenantId', 'ownerType', 'serviceStatus', 'skuId'],
  ...['skuPartNumber', 'status', 'totalLicenses'],
];

const organisationFields: readonly string[] = [
  ...['id', 'displayName', 'tenantType', 'countryLetterCode', 'createdDateTime', 'verifiedDomains'],
];

export const definitions: Readonly<Record<PagedSource, SourceDefinition>> = {
  organization: {
    path: '/organization',
    select: organisationFields,
    cost: 1,
    permission: 'Organization.Read.All',
  },
  users: { path: '/users', select: userFields, cost: 1, permission: 'User.Read.All' },
  subscribedSkus: {
    path: '/subscribedSkus',
    select: skuFields,
    cost: 2,
    permission: 'LicenseAssignment.Read.All',
  },
  subscriptions: {
    path: '/directory/subscriptions',
    select: subscriptionFields,
    cost: 1,
    permission: 'Organization.Read.All',
  },
  groups: {
    path: '/groups',
    select: groupFields,
    // An advanced query: Graph answers it only with `$count` and eventual consistency.
    filter: 'assignedLicenses/$count ne 0',
    cost: 1,
    pageSize: 999,
    headers: { consistencylevel: 'eventual' },
    permission: 'Group.Read.All',
  },
};

/** How a source is asked for: what has turned out to be possible with this tenant. */
export interface Variant {
  readonly withSignIn: boolean;
  readonly signInMissing: SignInMissing | null;
  readonly pageSize: number | undefined;
}

export const firstVariant = (source: PagedSource): Variant =>
  source === 'users'
    ? { withSignIn: true, signInMissing: null, pageSize: signInPageSize }
    : { withSignIn: false, signInMissing: null, pageSize: definitions[source].pageSize };

/** Address of the first page. */
export const firstUrl = (graphOrigin: string, source: PagedSource, variant: Variant): string => {
  const { path, select, filter } = definitions[source];
  const fields = variant.withSignIn ? [...select, signInField] : select;
  const query = [
    `$select=${fields.join(',')}`,
    ...(variant.pageSize === undefined ? [] : [`$top=${variant.pageSize}`]),
    ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`, '$count=true']),
  ];
  return `${graphOrigin}/v1.0${path}?${query.join('&')}`;
};
