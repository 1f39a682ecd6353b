import { describe, expect, test } from 'vitest';
import { auditLicences } from '../../../engines/licences/audit.ts';
import { createShippedCatalogue } from '../../../engines/licences/catalogue/shipped.ts';
import { policySchema } from '../../../engines/licences/policy.ts';
import { createReferencePriceList } from '../../../engines/licences/prices.ts';
import { createReportReader } from '../../../engines/licences/reports/report-reader.ts';
import {
  graphGroupSchema,
  graphSubscribedSkuSchema,
  graphSubscriptionSchema,
  graphUserSchema,
} from '../../../engines/licences/tenant/graph-schemas.ts';
import { createDirectoryReader } from '../../../engines/licences/tenant/read-directory.ts';
import { readTenantSkus } from '../../../engines/licences/tenant/read-skus.ts';
import { ruleIds } from '../../../shared/licences/audit-result.ts';
import { type EmulatedTenant, generateTenant, reportNames, type TenantOptions } from './tenant.ts';

const catalogue = createShippedCatalogue();

/** The cells of one line of CSV. */
const cellsOf = (line: string): readonly string[] =>
  line.includes('"')
    ? [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
        quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
      )
    : line.split(',');

/** Audits a tenant with the product's own engine over everything that Graph tells of it. */
const audit = (tenant: EmulatedTenant, concealed = false) => {
  const reader = createDirectoryReader();
  for (const user of tenant.users) reader.add(graphUserSchema.parse(user));
  const directory = reader.finish();
  const reports = reportNames.map((name) => {
    const report = createReportReader(name, directory);
    const [header = '', ...lines] = tenant.report(name, 'D180', { concealed });
    expect(report.missingColumn(cellsOf(header)), name).toBeUndefined();
    const take = report.begin(cellsOf(header));
    for (const line of lines) {
      const cells = cellsOf(line);
      if (cells.length !== cellsOf(header).length) throw new Error(`${name}: ${line}`);
      const fault = take(cells);
      if (fault) throw new Error(`${name}, ${fault.column}: ${fault.found}`);
    }
    return report.finish();
  });
  return auditLicences({
    asOf: tenant.asOf,
    catalogue,
    policy: policySchema.parse(tenant.policy),
    prices: createReferencePriceList(),
    tenant: {
      directory,
      skus: readTenantSkus(
        catalogue,
        tenant.subscribedSkus.map((each) => graphSubscribedSkuSchema.parse(each)),
      ),
      subscriptions: tenant.subscriptions.map((each) => graphSubscriptionSchema.parse(each)),
      groups: new Map(tenant.groups.map((each) => [each.id, graphGroupSchema.parse(each)])),
      purposes: tenant.mailboxPurpose,
    },
    reports,
  });
};

interface Compared {
  readonly rule: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly skuPartNumber: string;
  readonly quantity: string | number;
  readonly supersededBy: string | null;
}

const lineOf = ({ rule, subject, skuPartNumber, quantity, supersededBy }: Compared): string =>
  [rule, subject.kind, subject.id, skuPartNumber, quantity, supersededBy].join(' ');

/** What was found and not planted, and what was planted and not found. */
const differences = (tenant: EmulatedTenant) => {
  const found = audit(tenant).findings.map(lineOf);
  const planted = tenant.planted.map(lineOf);
  const [isFound, isPlanted] = [new Set(found), new Set(planted)];
  expect(found).toHaveLength(isFound.size);
  expect(planted).toHaveLength(isPlanted.size);
  return {
    notPlanted: found.filter((line) => !isPlanted.has(line)),
    notFound: planted.filter((line) => !isFound.has(line)),
  };
};

const none = { notPlanted: [], notFound: [] };
const asOf = '2026-11-22';

describe('planted waste', () => {
  const cases: readonly TenantOptions[] = [
    { seed: 1, users: 20, asOf },
    { seed: 2, users: 60, asOf },
    { seed: 3, users: 150, asOf },
    { seed: 4, users: 600, asOf },
    { seed: 5, users: 3000, asOf },
    { seed: 6, users: 2000, asOf, wasteShare: 0 },
    { seed: 7, users: 2000, asOf, wasteShare: 0.9 },
    { seed: 8, users: 1000, asOf, isPremium: false },
    { seed: 9, users: 1500, asOf: '2025-02-28', present: asOf },
    { seed: 9, users: 1500, asOf: '2024-01-31', present: asOf },
    { seed: -11, users: 400, asOf: '2024-02-29' },
    ...(process.env.TRIMTAB_LONG === '1' ? [{ seed: 12, users: 100_000, asOf }] : []),
  ];
  test.each(cases)('an exact audit reports it, and nothing else: %j', (options) => {
    expect(differences(generateTenant(options))).toEqual(none);
  });

  test('nobody is said to use nothing, or too little, by reports that conceal names', () => {
    const { findings, sources } = audit(generateTenant({ seed: 3, users: 150, asOf }), true);
    expect(
      sources.filter(({ name }) => name.endsWith('UserDetail')).every(({ concealed }) => concealed),
    ).toBe(true);
    expect(findings.filter(({ rule }) => rule.startsWith('R') || rule === 'W09')).toEqual([]);
    expect(findings.filter(({ rule }) => rule === 'W01').length).toBeGreaterThan(0);
  });

  test('every rule is planted in a tenant of 150 users', () => {
    const rules = new Set(generateTenant({ seed: 3, users: 150, asOf }).planted.map(({ rule }) => rule));
    expect([...rules].sort()).toEqual([...ruleIds].sort());
  });
});
