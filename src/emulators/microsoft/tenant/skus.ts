import skusJson from './data/skus.generated.json' with { type: 'json' };

export interface EmulatedPlan {
  readonly id: string;
  readonly name: string;
}

export interface EmulatedSku {
  readonly id: string;
  readonly partNumber: string;
  readonly name: string;
  readonly appliesTo: 'User' | 'Company';
  readonly plans: readonly EmulatedPlan[];
}

interface SkuFile {
  readonly plans: readonly (readonly [string, string])[];
  readonly skus: readonly (readonly [string, string, string, 'User' | 'Company', readonly number[]])[];
}

const file = skusJson as unknown as SkuFile;
const plans = file.plans.map(([id, name]): EmulatedPlan => ({ id, name }));

/** The SKUs that emulated tenants have, from Microsoft's published table. */
export const emulatedSkus: readonly EmulatedSku[] = file.skus.map(
  ([id, partNumber, name, appliesTo, places]) => ({
    id,
    partNumber,
    name,
    appliesTo,
    plans: places.flatMap((place) => plans[place] ?? []),
  }),
);

const byPartNumber = new Map(emulatedSkus.map((sku) => [sku.partNumber, sku]));

/** @throws Error for a part number that the data file lacks */
export const skuOf = (partNumber: string): EmulatedSku => {
  const sku = byPartNumber.get(partNumber);
  if (!sku) throw new Error(`The emulator knows no SKU ${partNumber}.`);
  return sku;
};

/** What a plan lets its holder use, as usage reports tell workloads apart. */
export interface Workloads {
  readonly exchange: boolean;
  readonly oneDrive: boolean;
  readonly sharePoint: boolean;
  readonly teams: boolean;
  readonly yammer: boolean;
  readonly skype: boolean;
  readonly desktopApps: boolean;
  readonly webApps: boolean;
  readonly copilot: boolean;
}

const patterns: Readonly<Record<keyof Workloads, RegExp>> = {
  exchange: /^EXCHANGE_S_(DESKLESS|STANDARD|ENTERPRISE)$/,
  oneDrive: /^(ONEDRIVESTANDARD|SHAREPOINT(DESKLESS|STANDARD|ENTERPRISE))$/,
  sharePoint: /^SHAREPOINT(DESKLESS|STANDARD|ENTERPRISE)$/,
  teams: /^TEAMS1$/,
  yammer: /^YAMMER_ENTERPRISE$/,
  skype: /^MCO(STANDARD|IMP)$/,
  desktopApps: /^OFFICE(SUBSCRIPTION|_BUSINESS)$/,
  webApps: /^SHAREPOINTWAC$/,
  copilot: /^M365_COPILOT_APPS$/,
};

/** The workloads that some plans, by name, give. */
export const workloadsOf = (planNames: readonly string[]): Workloads => {
  const has = (workload: keyof Workloads): boolean => planNames.some((name) => patterns[workload].test(name));
  return {
    exchange: has('exchange'),
    oneDrive: has('oneDrive'),
    sharePoint: has('sharePoint'),
    teams: has('teams'),
    yammer: has('yammer'),
    skype: has('skype'),
    desktopApps: has('desktopApps'),
    webApps: has('webApps'),
    copilot: has('copilot'),
  };
};
