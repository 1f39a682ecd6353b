/** The three clouds of the sample, with the names that their own exports use. */
export const clouds = {
  aws: { name: 'AWS', issuer: 'Amazon Web Services, Inc.', fileName: 'aws' },
  microsoft: { name: 'Microsoft', issuer: 'Microsoft', fileName: 'microsoft' },
  google: { name: 'Google Cloud', issuer: 'Google Cloud', fileName: 'google-cloud' },
} as const;
export type Cloud = keyof typeof clouds;

/** What a cloud sells: one price for one meter. */
export interface Sku {
  /** Unique in its cloud; also its SKU ID. */
  readonly id: string;
  readonly service: string;
  readonly category: string;
  readonly subcategory: string;
  /** What the resource is called to a person. */
  readonly resourceType: string;
  /** How its identifier names the kind of resource: see resource-id.ts. */
  readonly idKind: string;
  readonly meter: string;
  readonly unit: string;
  /** US dollars for one unit in the cheapest region. */
  readonly listUnitPrice: string;
  readonly details: Readonly<Record<string, string | number>> | undefined;
  /** Share saved under a spend commitment (savings plan, flexible commitment); absent where none applies. */
  readonly planDiscount: string | undefined;
}

/** Who pays: an invoice a month. */
export interface BillingAccount {
  readonly cloud: Cloud;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly currency: 'USD' | 'EUR';
  /** What the negotiated price is of the list price. */
  readonly contractFactor: string;
}

/** An AWS account, Azure subscription or Google Cloud project. */
export interface SubAccount {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export type Environment = 'production' | 'staging' | 'development';

/** How much of a SKU a resource uses. */
export interface Meter {
  readonly skuId: string;
  /** Hours run by themselves; amounts vary from day to day. */
  readonly kind: 'hours' | 'amount';
  /** Units on the first day. */
  readonly perDay: number;
  /** Share of the first day's amount that is added every month. */
  readonly growthPerMonth: number;
  /** Share of a weekday's amount that is left on Saturday and Sunday. */
  readonly weekend: number;
  /** Follows the year of the web shop. */
  readonly seasonal: boolean;
}

/** Some resources of the same kind in a workload. */
export interface Part {
  readonly name: string;
  readonly count: number;
  readonly meters: readonly Meter[];
  /** Where the part exists only for a time: days of the sample, see calendar.ts. */
  readonly life?: { readonly fromMonth: number; readonly fromDay: number; readonly untilMonth?: number };
  readonly environments?: readonly Environment[];
  readonly tagged?: false;
}

/** An application in one cloud. */
export interface Workload {
  readonly application: string;
  readonly billingAccountId: string;
  readonly department: string;
  readonly costCentre: string;
  readonly owner: string;
  readonly regionId: string;
  readonly environments: readonly Environment[];
  readonly parts: readonly Part[];
}

/** A resource and one meter of it: one line of usage a day. */
export interface Line {
  /** Unique in the sample. */
  readonly key: string;
  readonly account: BillingAccount;
  readonly subAccount: SubAccount;
  readonly sku: Sku;
  readonly meter: Meter;
  readonly environment: Environment;
  readonly regionId: string;
  readonly regionName: string;
  readonly zone: string | undefined;
  readonly resourceId: string;
  readonly resourceName: string;
  /** JSON text. */
  readonly tags: string | undefined;
  readonly firstMonth: number;
  readonly firstDayOfMonth: number;
  /** Months before this one have the resource; undefined: it still runs. */
  readonly untilMonth: number | undefined;
}
