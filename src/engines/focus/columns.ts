import {
  capacityReservationStatuses,
  chargeCategories,
  chargeClasses,
  chargeFrequencies,
  commitmentDiscountCategories,
  commitmentDiscountStatuses,
  pricingCategories,
  serviceCategories,
  serviceSubcategories,
} from './allowed-values.ts';

/** The versions of FOCUS that are read, oldest first. */
export const focusVersions = ['1.0', '1.1', '1.2', '1.3'] as const;
export type FocusVersion = (typeof focusVersions)[number];

export type FocusColumnType = 'string' | 'decimal' | 'datetime' | 'json';

/** How a column must appear in a data set: always, when the provider has the concept, or better than not. */
export type FeatureLevel = 'mandatory' | 'conditional' | 'recommended';

/** What a decimal column measures: money charged, a price of one unit, or an amount of something. */
type FocusMeasure = 'cost' | 'price' | 'quantity';

/** One column of the FOCUS Cost and Usage data set. */
export interface FocusColumn<N extends string = string> {
  /** The column ID in the data, Pascal case. */
  readonly name: N;
  /** The display name of the specification. */
  readonly label: string;
  readonly type: FocusColumnType;
  readonly level: FeatureLevel;
  readonly nullable: boolean;
  readonly introduced: FocusVersion;
  /** The version that announced its removal; it is still part of that version. */
  readonly deprecated: FocusVersion | undefined;
  readonly allowed: readonly string[] | undefined;
  readonly measure: FocusMeasure | undefined;
  /** The column that holds the currency of a cost or price. */
  readonly currencyColumn: 'BillingCurrency' | 'PricingCurrency' | undefined;
  /** Unit prices are never below zero. */
  readonly nonNegative: boolean;
  /** Worth grouping and filtering by: a text that many rows share, or that names a thing. */
  readonly groupable: boolean;
}

type Options = Partial<Omit<FocusColumn, 'name' | 'label' | 'level' | 'type'>>;

const column = <const N extends string>(
  name: N,
  label: string,
  type: FocusColumnType,
  level: FeatureLevel,
  options: Options,
): FocusColumn<N> => ({
  name,
  label,
  type,
  level,
  nullable: false,
  introduced: '1.0',
  deprecated: undefined,
  allowed: undefined,
  measure: undefined,
  currencyColumn: undefined,
  nonNegative: false,
  groupable: false,
  ...options,
});

const text = <const N extends string>(name: N, label: string, level: FeatureLevel, options: Options = {}) =>
  column(name, label, 'string', level, { groupable: true, ...options });
const instant = <const N extends string>(name: N, label: string) =>
  column(name, label, 'datetime', 'mandatory', {});
const json = <const N extends string>(name: N, label: string, level: FeatureLevel, options: Options = {}) =>
  column(name, label, 'json', level, { nullable: true, ...options });
const cost = <const N extends string>(name: N, label: string) =>
  column(name, label, 'decimal', 'mandatory', { measure: 'cost', currencyColumn: 'BillingCurrency' });
const price = <const N extends string>(name: N, label: string, options: Options = {}) =>
  column(name, label, 'decimal', 'conditional', {
    measure: 'price',
    currencyColumn: 'BillingCurrency',
    nonNegative: true,
    nullable: true,
    ...options,
  });
const quantity = <const N extends string>(
  name: N,
  label: string,
  level: FeatureLevel,
  options: Options = {},
) => column(name, label, 'decimal', level, { measure: 'quantity', nullable: true, ...options });

const nullable = { nullable: true } as const;

/**
 * Every column of FOCUS 1.0, 1.1, 1.2 and 1.3, in the alphabetical order of the specification.
 * Source: FOCUS_Spec v1.0, v1.1, v1.2 (`specification/columns/*.md`, "Content Constraints") and 1.3
 * (`specification/datasets/cost_and_usage/columns/*.md`); 1.3 deprecates ProviderName and PublisherName in
 * favour of ServiceProviderName and HostProviderName.
 */
export const focusColumns = [
  json('AllocatedMethodDetails', 'Allocated Method Details', 'recommended', { introduced: '1.3' }),
  text('AllocatedMethodId', 'Allocated Method ID', 'conditional', { introduced: '1.3', nullable: true }),
  text('AllocatedResourceId', 'Allocated Resource ID', 'conditional', { introduced: '1.3', nullable: true }),
  text('AllocatedResourceName', 'Allocated Resource Name', 'conditional', {
    introduced: '1.3',
    nullable: true,
  }),
  json('AllocatedTags', 'Allocated Tags', 'conditional', { introduced: '1.3' }),
  text('AvailabilityZone', 'Availability Zone', 'recommended', nullable),
  cost('BilledCost', 'Billed Cost'),
  text('BillingAccountId', 'Billing Account ID', 'mandatory'),
  text('BillingAccountName', 'Billing Account Name', 'mandatory', nullable),
  text('BillingAccountType', 'Billing Account Type', 'conditional', { introduced: '1.2' }),
  text('BillingCurrency', 'Billing Currency', 'mandatory'),
  instant('BillingPeriodEnd', 'Billing Period End'),
  instant('BillingPeriodStart', 'Billing Period Start'),
  text('CapacityReservationId', 'Capacity Reservation ID', 'conditional', {
    introduced: '1.1',
    nullable: true,
  }),
  text('CapacityReservationStatus', 'Capacity Reservation Status', 'conditional', {
    introduced: '1.1',
    nullable: true,
    allowed: capacityReservationStatuses,
  }),
  text('ChargeCategory', 'Charge Category', 'mandatory', { allowed: chargeCategories }),
  text('ChargeClass', 'Charge Class', 'mandatory', { nullable: true, allowed: chargeClasses }),
  text('ChargeDescription', 'Charge Description', 'mandatory', nullable),
  text('ChargeFrequency', 'Charge Frequency', 'recommended', { allowed: chargeFrequencies }),
  instant('ChargePeriodEnd', 'Charge Period End'),
  instant('ChargePeriodStart', 'Charge Period Start'),
  text('CommitmentDiscountCategory', 'Commitment Discount Category', 'conditional', {
    nullable: true,
    allowed: commitmentDiscountCategories,
  }),
  text('CommitmentDiscountId', 'Commitment Discount ID', 'conditional', nullable),
  text('CommitmentDiscountName', 'Commitment Discount Name', 'conditional', nullable),
  quantity('CommitmentDiscountQuantity', 'Commitment Discount Quantity', 'conditional', {
    introduced: '1.1',
  }),
  text('CommitmentDiscountStatus', 'Commitment Discount Status', 'conditional', {
    nullable: true,
    allowed: commitmentDiscountStatuses,
  }),
  text('CommitmentDiscountType', 'Commitment Discount Type', 'conditional', nullable),
  text('CommitmentDiscountUnit', 'Commitment Discount Unit', 'conditional', {
    introduced: '1.1',
    nullable: true,
  }),
  quantity('ConsumedQuantity', 'Consumed Quantity', 'conditional'),
  text('ConsumedUnit', 'Consumed Unit', 'conditional', nullable),
  json('ContractApplied', 'Contract Applied', 'conditional', { introduced: '1.3' }),
  cost('ContractedCost', 'Contracted Cost'),
  price('ContractedUnitPrice', 'Contracted Unit Price'),
  cost('EffectiveCost', 'Effective Cost'),
  text('HostProviderName', 'Host Provider Name', 'mandatory', { introduced: '1.3', nullable: true }),
  text('InvoiceId', 'Invoice ID', 'recommended', { introduced: '1.2', nullable: true }),
  text('InvoiceIssuerName', 'Invoice Issuer', 'mandatory'),
  cost('ListCost', 'List Cost'),
  price('ListUnitPrice', 'List Unit Price'),
  text('PricingCategory', 'Pricing Category', 'conditional', { nullable: true, allowed: pricingCategories }),
  text('PricingCurrency', 'Pricing Currency', 'conditional', { introduced: '1.2', nullable: true }),
  price('PricingCurrencyContractedUnitPrice', 'Pricing Currency Contracted Unit Price', {
    introduced: '1.2',
    currencyColumn: 'PricingCurrency',
  }),
  price('PricingCurrencyEffectiveCost', 'Pricing Currency Effective Cost', {
    introduced: '1.2',
    currencyColumn: 'PricingCurrency',
    measure: 'cost',
    nonNegative: false,
  }),
  price('PricingCurrencyListUnitPrice', 'Pricing Currency List Unit Price', {
    introduced: '1.2',
    currencyColumn: 'PricingCurrency',
  }),
  quantity('PricingQuantity', 'Pricing Quantity', 'mandatory'),
  text('PricingUnit', 'Pricing Unit', 'mandatory', nullable),
  text('ProviderName', 'Provider', 'mandatory', { deprecated: '1.3' }),
  text('PublisherName', 'Publisher', 'mandatory', { deprecated: '1.3' }),
  text('RegionId', 'Region ID', 'conditional', nullable),
  text('RegionName', 'Region Name', 'conditional', nullable),
  text('ResourceId', 'Resource ID', 'conditional', nullable),
  text('ResourceName', 'Resource Name', 'conditional', nullable),
  text('ResourceType', 'Resource Type', 'conditional', nullable),
  text('ServiceCategory', 'Service Category', 'mandatory', { allowed: serviceCategories }),
  text('ServiceName', 'Service Name', 'mandatory'),
  text('ServiceProviderName', 'Service Provider Name', 'mandatory', { introduced: '1.3' }),
  text('ServiceSubcategory', 'Service Subcategory', 'recommended', {
    introduced: '1.1',
    allowed: serviceSubcategories,
  }),
  text('SkuId', 'SKU ID', 'conditional', nullable),
  text('SkuMeter', 'SKU Meter', 'conditional', { introduced: '1.1', nullable: true }),
  json('SkuPriceDetails', 'SKU Price Details', 'conditional', { introduced: '1.1' }),
  text('SkuPriceId', 'SKU Price ID', 'conditional', nullable),
  text('SubAccountId', 'Sub Account ID', 'conditional', nullable),
  text('SubAccountName', 'Sub Account Name', 'conditional', nullable),
  text('SubAccountType', 'Sub Account Type', 'conditional', { introduced: '1.2', nullable: true }),
  json('Tags', 'Tags', 'conditional'),
] as const;

export type FocusColumnName = (typeof focusColumns)[number]['name'];

const byName: ReadonlyMap<string, FocusColumn<FocusColumnName>> = new Map(
  focusColumns.map((each) => [each.name, each]),
);

/** The column of this exact name, or undefined when FOCUS has none. */
export const findFocusColumn = (name: string): FocusColumn<FocusColumnName> | undefined => byName.get(name);

/** Whether a header name is a FOCUS column; `x_…` columns and strays such as `Id` are not. */
export const isFocusColumn = (name: string): name is FocusColumnName => byName.has(name);

/** The four costs of every row, in billing currency. */
const costColumns = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;
export type CostColumn = (typeof costColumns)[number];
