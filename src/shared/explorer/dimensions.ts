import { z } from 'zod';

/**
 * Every FOCUS column by which charges can be grouped and filtered, with the words of the specification.
 * A test holds it against the description of FOCUS in src/engines/focus/columns.ts.
 */
export const dimensionLabels = {
  ProviderName: 'Provider',
  ServiceProviderName: 'Service Provider Name',
  HostProviderName: 'Host Provider Name',
  PublisherName: 'Publisher',
  InvoiceIssuerName: 'Invoice Issuer',
  InvoiceId: 'Invoice ID',
  BillingAccountId: 'Billing Account ID',
  BillingAccountName: 'Billing Account Name',
  BillingAccountType: 'Billing Account Type',
  SubAccountId: 'Sub Account ID',
  SubAccountName: 'Sub Account Name',
  SubAccountType: 'Sub Account Type',
  ServiceCategory: 'Service Category',
  ServiceSubcategory: 'Service Subcategory',
  ServiceName: 'Service Name',
  ResourceId: 'Resource ID',
  ResourceName: 'Resource Name',
  ResourceType: 'Resource Type',
  RegionId: 'Region ID',
  RegionName: 'Region Name',
  AvailabilityZone: 'Availability Zone',
  ChargeCategory: 'Charge Category',
  ChargeClass: 'Charge Class',
  ChargeDescription: 'Charge Description',
  ChargeFrequency: 'Charge Frequency',
  PricingCategory: 'Pricing Category',
  PricingCurrency: 'Pricing Currency',
  PricingUnit: 'Pricing Unit',
  ConsumedUnit: 'Consumed Unit',
  SkuId: 'SKU ID',
  SkuMeter: 'SKU Meter',
  SkuPriceId: 'SKU Price ID',
  CommitmentDiscountCategory: 'Commitment Discount Category',
  CommitmentDiscountId: 'Commitment Discount ID',
  CommitmentDiscountName: 'Commitment Discount Name',
  CommitmentDiscountStatus: 'Commitment Discount Status',
  CommitmentDiscountType: 'Commitment Discount Type',
  CommitmentDiscountUnit: 'Commitment Discount Unit',
  CapacityReservationId: 'Capacity Reservation ID',
  CapacityReservationStatus: 'Capacity Reservation Status',
  AllocatedMethodId: 'Allocated Method ID',
  AllocatedResourceId: 'Allocated Resource ID',
  AllocatedResourceName: 'Allocated Resource Name',
  BillingCurrency: 'Billing Currency',
} as const;

export type DimensionName = keyof typeof dimensionLabels;

/** The names of all dimensions that are columns, in the order a picker shows them. */
export const dimensionNames = Object.keys(dimensionLabels) as readonly DimensionName[];

const tagPrefix = 'tag:';

/** A tag key as dimension: `tag:cost-center`. The longest keys are Azure's, 512 characters. */
export type TagDimension = `tag:${string}`;
export type Dimension = DimensionName | TagDimension;

/** A FOCUS column, or `tag:` and the key of a tag. */
export const dimensionSchema = z
  .string()
  .min(1)
  .max(tagPrefix.length + 512)
  .refine(
    (text): text is Dimension => Object.hasOwn(dimensionLabels, text) || /^tag:./su.test(text),
    'a FOCUS dimension such as "ServiceName", or "tag:" and a tag key',
  );

/** The key of a tag dimension, or undefined for a column. */
export const tagKeyOf = (dimension: Dimension): string | undefined =>
  dimension.startsWith(tagPrefix) ? dimension.slice(tagPrefix.length) : undefined;

/** The dimension of a tag key. */
export const tagDimension = (key: string): TagDimension => `${tagPrefix}${key}`;
