import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createShippedCatalogue } from '../../../engines/licences/catalogue/shipped.ts';
import { emulatedSkus } from './skus.ts';
import { generateTenant } from './tenant.ts';

const tenant = generateTenant({ seed: 21, users: 400, asOf: '2026-11-22' });
test('the SKUs of the emulator are those of Microsoft’s table, plan by plan', () => {
  const catalogue = createShippedCatalogue();
  for (const sku of emulatedSkus) {
    const known = catalogue.byId(sku.id);
    expect([sku.partNumber, sku.name]).toEqual([known?.partNumber, known?.name]);
    expect(sku.plans).toEqual(known?.plans.map(({ id, name }) => ({ id, name })));
  }
});

const metadata = new URL('../../../../../shared/data/microsoft/graph-v1.0.csdl', import.meta.url);

describe.runIf(existsSync(metadata))('against Microsoft Graph’s metadata', () => {
  const csdl = existsSync(metadata) ? readFileSync(metadata, 'utf8') : '';
  /** Types of the properties of an entity or complex type, by name. */
  const propertiesOf = (type: string): ReadonlyMap<string, string> => {
    const found = new RegExp(
      `<(?:Entity|Complex)Type Name="${type}"[\\s\\S]*?</(?:Entity|Complex)Type>`,
    ).exec(csdl);
    const properties = [...(found?.[0] ?? '').matchAll(/<Property Name="([^"]+)" Type="([^"]+)"/g)];
    return new Map(properties.map(([, name = '', edm = '']) => [name, edm]));
  };
  const kindOf = (value: unknown): string =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? 'Edm.DateTimeOffset' : typeof value;
  const fits: Readonly<Record<string, RegExp>> = {
    'Edm.DateTimeOffset': /^Edm\.DateTimeOffset$/,
    string: /^Edm\.(String|Guid)$|^graph\.\w+$/,
    boolean: /^Edm\.Boolean$/,
    number: /^Edm\.Int32$/,
    object: /^Collection\(.*\)$|^graph\.\w+$/,
  };
  const [sku] = tenant.subscribedSkus;
  const [subscription] = tenant.subscriptions;
  const user = tenant.users.find(({ signInActivity }) => signInActivity !== null);
  test.each([
    ['user', tenant.users],
    ['group', tenant.groups.map(({ memberIds: _, ...entity }) => entity)],
    ['subscribedSku', tenant.subscribedSkus],
    ['companySubscription', tenant.subscriptions],
    ['organization', [tenant.organization]],
    ['assignedLicense', tenant.users.flatMap(({ assignedLicenses }) => assignedLicenses)],
    ['licenseAssignmentState', tenant.users.flatMap((each) => each.licenseAssignmentStates)],
    ['signInActivity', [user?.signInActivity]],
    ['employeeOrgData', [user?.employeeOrgData]],
    ['licenseUnitsDetail', [sku?.prepaidUnits]],
    ['servicePlanInfo', subscription?.serviceStatus ?? []],
    ['verifiedDomain', tenant.organization.verifiedDomains],
    ['assignedPlan', tenant.organization.assignedPlans],
  ] as const)('every property of %s has its name and type', (type, entities: readonly unknown[]) => {
    const known = propertiesOf(type);
    expect(entities.length).toBeGreaterThan(0);
    for (const entity of entities) {
      for (const [name, value] of Object.entries(entity ?? {})) {
        const edm = name === 'id' ? 'Edm.String' : known.get(name);
        expect(edm, `${type}.${name}`).toBeDefined();
        if (value !== null) expect(edm, `${type}.${name}`).toMatch(fits[kindOf(value)] ?? /^$/);
      }
    }
  });
});
