/**
 * Entities of Microsoft Graph v1.0 with the properties that the emulator keeps; names and types as in Graph's
 * metadata (graph.microsoft.com/v1.0/$metadata). Instants are ISO 8601 UTC, ids are GUIDs in lower case.
 */
export interface AssignedLicense {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

export interface LicenseAssignmentState {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
  /** Null: assigned directly. */
  readonly assignedByGroup: string | null;
  readonly state: 'Active' | 'ActiveWithError' | 'Disabled' | 'Error';
  readonly error:
    | 'CountViolation'
    | 'MutuallyExclusiveViolation'
    | 'DependencyViolation'
    | 'ProhibitedInUsageLocationViolation'
    | 'UniquenessViolation'
    | 'Others'
    | 'None';
  readonly lastUpdatedDateTime: string;
}

/** Null instants: never. Graph answers it only to tenants with Entra ID P1 or P2. */
export interface SignInActivity {
  readonly lastSignInDateTime: string | null;
  readonly lastSignInRequestId: string | null;
  readonly lastNonInteractiveSignInDateTime: string | null;
  readonly lastNonInteractiveSignInRequestId: string | null;
  readonly lastSuccessfulSignInDateTime: string | null;
  readonly lastSuccessfulSignInRequestId: string | null;
}

export interface EmulatedUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly mailNickname: string;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  readonly createdDateTime: string;
  readonly creationType: 'Invitation' | null;
  readonly externalUserState: 'Accepted' | 'PendingAcceptance' | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly companyName: string | null;
  readonly officeLocation: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly usageLocation: string | null;
  readonly preferredLanguage: string | null;
  readonly employeeId: string | null;
  readonly employeeType: string | null;
  readonly employeeHireDate: string | null;
  readonly employeeLeaveDateTime: string | null;
  readonly employeeOrgData: { readonly costCenter: string; readonly division: string } | null;
  /** Null: made in the cloud. */
  readonly onPremisesSyncEnabled: boolean | null;
  readonly onPremisesLastSyncDateTime: string | null;
  readonly onPremisesSamAccountName: string | null;
  readonly assignedLicenses: readonly AssignedLicense[];
  readonly licenseAssignmentStates: readonly LicenseAssignmentState[];
  /** Null: never signed in, or the tenant is not premium. */
  readonly signInActivity: SignInActivity | null;
}

export interface EmulatedGroup {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly createdDateTime: string;
  readonly groupTypes: readonly ('DynamicMembership' | 'Unified')[];
  readonly mail: string | null;
  readonly mailEnabled: boolean;
  readonly mailNickname: string;
  readonly securityEnabled: boolean;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly membershipRule: string | null;
  readonly membershipRuleProcessingState: 'On' | 'Paused' | null;
  readonly visibility: 'Private' | 'Public' | null;
  readonly assignedLicenses: readonly AssignedLicense[];
  /** Ids of users; not part of Graph's entity. */
  readonly memberIds: readonly string[];
}

export interface ServicePlanInfo {
  readonly servicePlanId: string;
  readonly servicePlanName: string;
  readonly provisioningStatus: 'Success' | 'PendingActivation' | 'Disabled';
  readonly appliesTo: 'User' | 'Company';
}

export interface SubscribedSku {
  /** Tenant id and SKU id joined by `_`, as Graph has it. */
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly appliesTo: 'User' | 'Company';
  readonly capabilityStatus: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted' | 'LockedOut';
  readonly consumedUnits: number;
  readonly prepaidUnits: {
    readonly enabled: number;
    readonly suspended: number;
    readonly warning: number;
    readonly lockedOut: number;
  };
  readonly servicePlans: readonly ServicePlanInfo[];
  readonly subscriptionIds: readonly string[];
}

/** Graph's `companySubscription` (`/directory/subscriptions`). */
export interface CompanySubscription {
  readonly id: string;
  readonly commerceSubscriptionId: string;
  readonly createdDateTime: string;
  readonly isTrial: boolean;
  readonly nextLifecycleDateTime: string | null;
  readonly ownerId: string | null;
  readonly ownerTenantId: string | null;
  readonly ownerType: string | null;
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly status: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted' | 'LockedOut';
  readonly totalLicenses: number;
  readonly serviceStatus: readonly ServicePlanInfo[];
}

export interface Organization {
  readonly id: string;
  readonly displayName: string;
  readonly createdDateTime: string;
  readonly tenantType: 'AAD';
  readonly partnerTenantType: null;
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly countryLetterCode: string;
  readonly defaultUsageLocation: string;
  readonly preferredLanguage: string;
  readonly businessPhones: readonly string[];
  readonly technicalNotificationMails: readonly string[];
  readonly marketingNotificationEmails: readonly string[];
  readonly securityComplianceNotificationMails: readonly string[];
  readonly securityComplianceNotificationPhones: readonly string[];
  readonly onPremisesSyncEnabled: boolean | null;
  readonly onPremisesLastSyncDateTime: string | null;
  readonly verifiedDomains: readonly {
    readonly name: string;
    readonly type: 'Managed' | 'Federated';
    readonly capabilities: string;
    readonly isDefault: boolean;
    readonly isInitial: boolean;
  }[];
  readonly assignedPlans: readonly {
    readonly assignedDateTime: string;
    readonly capabilityStatus: 'Enabled';
    readonly service: string;
    readonly servicePlanId: string;
  }[];
}

/** Graph's `userPurpose` of a mailbox (`/users/{id}/mailboxSettings/userPurpose`). */
export type MailboxPurpose = 'user' | 'linked' | 'shared' | 'room' | 'equipment' | 'others';
