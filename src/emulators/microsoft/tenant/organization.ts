import { instantText } from './calendar.ts';
import type { Organization } from './entities.ts';
import { skuOf } from './skus.ts';

interface OrganizationFacts {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  readonly foundedDay: number;
  readonly asOfDay: number;
}

/** Graph's `organization` of the tenant. */
export const organizationOf = (facts: OrganizationFacts): Organization => {
  const created = instantText(facts.foundedDay, 30_600);
  return {
    id: facts.id,
    displayName: facts.displayName,
    createdDateTime: created,
    tenantType: 'AAD',
    partnerTenantType: null,
    street: 'Hafenstraße 12',
    city: 'Köln',
    postalCode: '50679',
    state: null,
    country: 'Deutschland',
    countryLetterCode: 'DE',
    defaultUsageLocation: 'DE',
    preferredLanguage: 'en',
    businessPhones: [],
    technicalNotificationMails: [`admin@${facts.domain}`],
    marketingNotificationEmails: [],
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: instantText(facts.asOfDay, 1800),
    verifiedDomains: [
      {
        name: facts.domain,
        type: 'Managed',
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
      },
    ],
    assignedPlans: skuOf('SPE_E3').plans.map(({ id, name }) => ({
      assignedDateTime: created,
      capabilityStatus: 'Enabled',
      service: name.startsWith('EXCHANGE') ? 'exchange' : name.startsWith('SHAREPOINT') ? 'SharePoint' : name,
      servicePlanId: id,
    })),
  };
};
