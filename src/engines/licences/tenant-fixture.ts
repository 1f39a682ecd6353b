import type { AuditResult, Finding, RuleId } from '../../shared/licences/audit-result.ts';
import { type AuditInput, auditLicences } from './audit.ts';
import { createShippedCatalogue } from './catalogue/shipped.ts';
import { policySchema } from './policy.ts';
import { createPriceList, createReferencePriceList } from './prices.ts';
import type { ReportFacts } from './reports/report-facts.ts';
import { createReportReader } from './reports/report-reader.ts';
import {
  graphGroupSchema,
  graphSubscribedSkuSchema,
  graphSubscriptionSchema,
  graphUserSchema,
} from './tenant/graph-schemas.ts';
import { createDirectoryReader } from './tenant/read-directory.ts';
import { readTenantSkus } from './tenant/read-skus.ts';

/** Small invented tenants for tests of rules: what Graph would answer, in few words. */
export const catalogue = createShippedCatalogue();
export const asOf = '2026-06-30';

/** The day so many days before the audit. */
export const daysAgo = (days: number): string =>
  new Date(Date.parse(asOf) - days * 86_400_000).toISOString().slice(0, 10);
export const instantAgo = (days: number): string => `${daysAgo(days)}T12:00:00Z`;

export const idOf = (partNumber: string): string => catalogue.byPartNumber(partNumber)?.id ?? partNumber;

export interface Held {
  readonly sku: string;
  readonly groups?: readonly string[];
  /** Direct as well, where groups are given. */
  readonly direct?: boolean;
  readonly state?: string;
  readonly error?: string;
  readonly since?: number;
  /** Names of plans that are off. */
  readonly disabled?: readonly string[];
}

const planIds = (partNumber: string, names: readonly string[]): readonly string[] =>
  (catalogue.byPartNumber(partNumber)?.plans ?? [])
    .filter(({ name }) => names.includes(name))
    .map(({ id }) => id);

const statesOf = (held: Held) => {
  const ways = held.groups ? [...(held.direct ? [null] : []), ...held.groups] : [null];
  return ways.map((group) => ({
    skuId: idOf(held.sku),
    disabledPlans: planIds(held.sku, held.disabled ?? []),
    assignedByGroup: group,
    state: held.state ?? 'Active',
    error: held.error ?? 'None',
    lastUpdatedDateTime: instantAgo(held.since ?? 400),
  }));
};

/** An enabled member of long standing, who signed in two days ago. */
export const user = (name: string, held: readonly Held[], more: Readonly<Record<string, unknown>> = {}) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@example.com`,
  accountEnabled: true,
  userType: 'Member',
  createdDateTime: instantAgo(900),
  assignedLicenses: held
    .filter(({ state }) => state !== 'Error')
    .map(({ sku, disabled }) => ({ skuId: idOf(sku), disabledPlans: planIds(sku, disabled ?? []) })),
  licenseAssignmentStates: held.flatMap(statesOf),
  signInActivity: { lastSuccessfulSignInDateTime: instantAgo(2) },
  ...more,
});

export const sku = (partNumber: string, more: Readonly<Record<string, unknown>> = {}) => ({
  skuId: idOf(partNumber),
  skuPartNumber: partNumber,
  appliesTo: 'User',
  capabilityStatus: 'Enabled',
  consumedUnits: 10,
  prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 },
  servicePlans: [],
  ...more,
});

export type Row = Readonly<Record<string, string>>;

export interface Export {
  readonly users?: readonly object[];
  readonly skus?: readonly object[];
  readonly subscriptions?: readonly object[] | null;
  readonly groups?: readonly object[] | null;
  /** Purpose of the mailbox by user id. */
  readonly purposes?: Readonly<Record<string, string>> | null;
  readonly reports?: Readonly<Record<string, readonly Row[]>>;
  /** `40`, `40 USD` or `40 EUR 2026-12-31` with the end of the term. */
  readonly prices?: Readonly<Record<string, string>> | 'reference';
  readonly policy?: object;
}

const readReport = (
  name: string,
  rows: readonly Row[],
  directory: Parameters<typeof createReportReader>[1],
): ReportFacts => {
  const reader = createReportReader(name, directory);
  const header = ['Report Refresh Date', ...new Set(rows.flatMap((row) => Object.keys(row)))];
  const take = reader.begin([...new Set(header)]);
  for (const row of rows) {
    const fault = take(
      [...new Set(header)].map((column) => row[column] ?? (column === header[0] ? daysAgo(2) : '')),
    );
    if (fault) throw new Error(`${fault.column}: ${fault.found}`);
  }
  return reader.finish();
};

/** Prices of the tests: round numbers, so that a saving is recognised. */
export const prices = {
  SPE_E5: '60',
  SPE_E3: '40',
  ENTERPRISEPREMIUM: '42',
  ENTERPRISEPACK: '25',
  STANDARDPACK: '10',
  O365_BUSINESS_ESSENTIALS: '7',
  O365_BUSINESS_PREMIUM: '14',
  SPE_F1: '8',
  EMS: '9',
  POWER_BI_PRO: '14',
  VISIOCLIENT: '15',
  MCOEV: '11',
  MCOMEETADV: '4',
  Microsoft_365_Copilot: '30',
  OFFICESUBSCRIPTION: '12',
  EXCHANGESTANDARD: '5',
  EXCHANGEENTERPRISE: '8',
};

/** The facts of a tenant that has nothing but what is given. */
export const inputOf = (given: Export): AuditInput => {
  const users = createDirectoryReader();
  for (const each of given.users ?? []) users.add(graphUserSchema.parse(each));
  const directory = users.finish();
  const groups = given.groups?.map((group) => graphGroupSchema.parse(group));
  const list = given.prices ?? prices;
  return {
    asOf,
    catalogue,
    policy: policySchema.parse(given.policy ?? {}),
    prices:
      list === 'reference'
        ? createReferencePriceList()
        : createPriceList(
            Object.entries(list).map(([name, text]) => {
              const [monthlyPrice = '', currency = 'EUR', termEndDate = null] = text.split(' ');
              return { sku: name, currency, monthlyPrice, termEndDate };
            }),
          ),
    tenant: {
      directory,
      skus: readTenantSkus(
        catalogue,
        (given.skus ?? []).map((each) => graphSubscribedSkuSchema.parse(each)),
      ),
      subscriptions: given.subscriptions?.map((each) => graphSubscriptionSchema.parse(each)) ?? null,
      groups: groups ? new Map(groups.map((group) => [group.id, group])) : null,
      purposes: given.purposes ? new Map(Object.entries(given.purposes)) : null,
    },
    reports: Object.entries(given.reports ?? {}).map(([name, rows]) => readReport(name, rows, directory)),
  };
};

/** Audits a tenant that has nothing but what is given. */
export const audit = (given: Export): AuditResult => auditLicences(inputOf(given));

/** The findings of one rule. */
export const found = (rule: RuleId, given: Export): readonly Finding[] =>
  audit(given).findings.filter((finding) => finding.rule === rule);
