/**
 * Writes the SKUs that the emulated tenants hold, out of the catalogue that the product ships with:
 * `node scripts/generate-emulator-skus.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogueDataSchema } from '../src/engines/licences/catalogue/data-format.ts';

const partNumbers = [
  ...['STANDARDPACK', 'ENTERPRISEPACK', 'ENTERPRISEPREMIUM', 'SPE_E3', 'SPE_E5', 'SPE_F1', 'SPB'],
  ...['EXCHANGESTANDARD', 'EXCHANGEENTERPRISE', 'OFFICESUBSCRIPTION', 'Microsoft_365_Copilot'],
  ...['MCOEV', 'MCOMEETADV', 'Microsoft_Teams_Premium', 'Microsoft_Teams_Rooms_Pro'],
  ...['VISIOCLIENT', 'PROJECTPROFESSIONAL', 'PROJECT_P1', 'POWER_BI_PRO', 'DYN365_ENTERPRISE_SALES'],
  ...['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'EMS', 'INTUNE_A', 'IDENTITY_THREAT_PROTECTION'],
  ...['FLOW_FREE', 'POWER_BI_STANDARD', 'WINDOWS_STORE', 'SHAREPOINTSTORAGE'],
];
/** SKUs of the tenant as a whole (Graph: `appliesTo`). */
const ofCompany = new Set(['SHAREPOINTSTORAGE', 'WINDOWS_STORE']);

const read = readFileSync(
  new URL('../src/engines/licences/data/catalogue.generated.json', import.meta.url),
  'utf8',
);
const catalogue = catalogueDataSchema.parse(JSON.parse(read));
const used: number[] = [];
const placeOf = (place: number): number => {
  const known = used.indexOf(place);
  return known >= 0 ? known : used.push(place) - 1;
};
const skus = partNumbers.map((wanted) => {
  const found = catalogue.skus.find(([, partNumber]) => partNumber === wanted);
  if (!found) throw new Error(`${wanted} is not in the catalogue`);
  const [id, partNumber, name, places] = found;
  return [id, partNumber, name, ofCompany.has(wanted) ? 'Company' : 'User', places.map(placeOf)];
});
const plans = used.map((place) => catalogue.plans[place]?.slice(0, 2));
const lines = (entries: readonly unknown[]): string =>
  entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
writeFileSync(
  new URL('../src/emulators/microsoft/tenant/data/skus.generated.json', import.meta.url),
  [
    '{',
    `  "source": ${JSON.stringify(catalogue.source)},`,
    `  "readOn": ${JSON.stringify(catalogue.readOn)},`,
    `  "plans": [\n${lines(plans)}\n  ],`,
    `  "skus": [\n${lines(skus)}\n  ]`,
    '}\n',
  ].join('\n'),
);
