import { serviceSubcategoriesOf } from './allowed-values.ts';
import type { FocusColumnName } from './columns.ts';
import type { GroupRule, RowRule } from './conformance-rule.ts';

type Own = Pick<RowRule, 'id' | 'section' | 'columns' | 'sentence' | 'fails'> &
  Partial<Pick<RowRule, 'severity' | 'shows' | 'since'>>;

const rule = (own: Own): RowRule => ({ severity: 'must', since: '1.0', shows: own.section, ...own });

const notCorrection = "ChargeClass IS DISTINCT FROM 'Correction'";
const usageOrPurchase = "ChargeCategory IN ('Usage', 'Purchase')";

/**
 * Prices and quantities are exported with fewer places than they were multiplied with, so a product is allowed
 * to be off by a thousandth of the cost or by a ten-thousandth of the currency, whichever is more.
 */
const differs = (left: string, right: string): string =>
  `abs((${left})::DOUBLE - (${right})::DOUBLE) > greatest(0.0001, 0.001 * abs((${left})::DOUBLE))`;

const isProduct = (cost: 'ListCost' | 'ContractedCost', price: FocusColumnName): RowRule =>
  rule({
    id: `cost-is-product:${cost}`,
    section: cost,
    columns: [cost, price, 'PricingQuantity', 'ChargeClass'],
    sentence: `${cost} must be ${price} × PricingQuantity (unless the row is a correction).`,
    fails: `${notCorrection} AND ${differs(cost, `${price}::DOUBLE * PricingQuantity::DOUBLE`)}`,
    shows: `concat(${cost}, ' ≠ ', ${price}, ' × ', PricingQuantity)`,
  });

/** Price, quantity and SKU columns follow the kind of charge: present for what is sold, absent for tax. */
const followsCategory = (column: FocusColumnName): readonly RowRule[] => [
  rule({
    id: `null-for-tax:${column}`,
    section: column,
    columns: [column, 'ChargeCategory'],
    sentence: `${column} must be empty for tax.`,
    fails: `ChargeCategory = 'Tax' AND ${column} IS NOT NULL`,
  }),
  rule({
    id: `needed-for-sale:${column}`,
    section: column,
    columns: [column, 'ChargeCategory', 'ChargeClass'],
    sentence: `${column} must have a value for usage and purchases (unless the row is a correction).`,
    fails: `${usageOrPurchase} AND ${notCorrection} AND ${column} IS NULL`,
    shows: 'ChargeCategory',
  }),
];

/** A column that says more about another one is empty exactly when that one is. */
const accompanies = (
  column: FocusColumnName,
  owner: FocusColumnName,
  required: boolean,
): readonly RowRule[] => [
  rule({
    id: `null-without-owner:${column}`,
    section: column,
    columns: [column, owner],
    sentence: `${column} must be empty where ${owner} is.`,
    fails: `${owner} IS NULL AND ${column} IS NOT NULL`,
  }),
  ...(required
    ? [
        rule({
          id: `needed-with-owner:${column}`,
          section: column,
          columns: [column, owner],
          sentence: `${column} must have a value where ${owner} has one.`,
          fails: `${owner} IS NOT NULL AND ${column} IS NULL`,
          shows: owner,
        }),
      ]
    : []),
];

const periodOrder = (period: 'Billing' | 'Charge'): RowRule =>
  rule({
    id: `period-order:${period}Period`,
    section: `${period}PeriodEnd`,
    columns: [`${period}PeriodStart`, `${period}PeriodEnd`],
    sentence: `${period}PeriodEnd must be after ${period}PeriodStart.`,
    fails: `${period}PeriodEnd <= ${period}PeriodStart`,
    shows: `concat(${period}PeriodStart, ' – ', ${period}PeriodEnd)`,
  });

/** A credit or adjustment that no price stands behind costs what is billed. */
const matchesBilled = (
  cost: 'EffectiveCost' | 'ListCost' | 'ContractedCost',
  unless: readonly FocusColumnName[],
): RowRule =>
  rule({
    id: `credit-is-billed:${cost}`,
    section: cost,
    columns: [cost, 'BilledCost', 'ChargeCategory', ...unless],
    sentence: `${cost} of a credit must be its BilledCost.`,
    fails: [
      `ChargeCategory = 'Credit'`,
      ...unless.map((column) => `${column} IS NULL`),
      `${cost} <> BilledCost`,
    ].join(' AND '),
    shows: `concat(${cost}, ' ≠ ', BilledCost)`,
  });

const pairs = Object.entries(serviceSubcategoriesOf).flatMap(([category, subcategories]) =>
  subcategories.map((subcategory) => `('${category}', '${subcategory}')`),
);

/**
 * Requirements between the columns of a row.
 * Source: FOCUS 1.0 to 1.3, the normative requirements of the column named in `section`.
 */
export const relationRules: readonly RowRule[] = [
  periodOrder('Billing'),
  periodOrder('Charge'),
  rule({
    id: 'charge-within-billing-period',
    section: 'ChargePeriodStart',
    severity: 'should',
    columns: ['ChargePeriodStart', 'BillingPeriodStart', 'BillingPeriodEnd', 'ChargeClass'],
    sentence: 'A charge should begin within its billing period (unless it corrects an earlier one).',
    fails: `${notCorrection} AND (ChargePeriodStart < BillingPeriodStart OR ChargePeriodStart >= BillingPeriodEnd)`,
    shows: `concat(ChargePeriodStart, ' is not within ', BillingPeriodStart, ' – ', BillingPeriodEnd)`,
  }),
  isProduct('ListCost', 'ListUnitPrice'),
  isProduct('ContractedCost', 'ContractedUnitPrice'),
  matchesBilled('EffectiveCost', []),
  matchesBilled('ListCost', ['ListUnitPrice']),
  matchesBilled('ContractedCost', ['ContractedUnitPrice']),
  rule({
    id: 'commitment-purchase-has-no-effective-cost',
    section: 'EffectiveCost',
    columns: ['EffectiveCost', 'ChargeCategory', 'CommitmentDiscountId'],
    sentence: 'EffectiveCost must be 0 for the purchase of a commitment: its usage carries the cost.',
    fails: "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL AND EffectiveCost <> 0",
  }),
  ...(
    [
      'PricingQuantity',
      'PricingUnit',
      'PricingCategory',
      'ListUnitPrice',
      'ContractedUnitPrice',
      'SkuId',
      'SkuPriceId',
    ] as const
  ).flatMap(followsCategory),
  ...accompanies('CommitmentDiscountCategory', 'CommitmentDiscountId', true),
  ...accompanies('CommitmentDiscountType', 'CommitmentDiscountId', true),
  ...accompanies('CommitmentDiscountName', 'CommitmentDiscountId', false),
  ...accompanies('CommitmentDiscountStatus', 'CommitmentDiscountId', false),
  ...accompanies('CommitmentDiscountUnit', 'CommitmentDiscountQuantity', true),
  ...accompanies('CapacityReservationStatus', 'CapacityReservationId', false),
  ...accompanies('ConsumedUnit', 'ConsumedQuantity', true),
  ...accompanies('RegionName', 'RegionId', true),
  ...accompanies('ResourceName', 'ResourceId', false),
  ...accompanies('ResourceType', 'ResourceId', true),
  ...accompanies('SubAccountName', 'SubAccountId', false),
  ...accompanies('SubAccountType', 'SubAccountId', true),
  rule({
    id: 'committed-usage-has-status',
    section: 'CommitmentDiscountStatus',
    columns: ['CommitmentDiscountStatus', 'CommitmentDiscountId', 'ChargeCategory'],
    sentence: 'CommitmentDiscountStatus must say "Used" or "Unused" for usage under a commitment.',
    fails:
      "ChargeCategory = 'Usage' AND CommitmentDiscountId IS NOT NULL AND CommitmentDiscountStatus IS NULL",
    shows: 'CommitmentDiscountId',
  }),
  rule({
    id: 'commitment-status-is-for-usage',
    section: 'CommitmentDiscountStatus',
    severity: 'should',
    columns: ['CommitmentDiscountStatus', 'ChargeCategory'],
    sentence: 'CommitmentDiscountStatus describes usage; other charges should not have one.',
    fails: "ChargeCategory <> 'Usage' AND CommitmentDiscountStatus IS NOT NULL",
  }),
  rule({
    id: 'committed-usage-is-priced-so',
    section: 'PricingCategory',
    columns: ['PricingCategory', 'CommitmentDiscountStatus', 'ChargeCategory'],
    sentence: 'PricingCategory must be "Committed" for usage under a commitment.',
    fails:
      "ChargeCategory = 'Usage' AND CommitmentDiscountStatus IS NOT NULL AND PricingCategory <> 'Committed'",
  }),
  rule({
    id: 'commitment-purchase-is-not-committed',
    section: 'PricingCategory',
    since: '1.1',
    columns: ['PricingCategory', 'CommitmentDiscountId', 'ChargeCategory'],
    sentence: 'PricingCategory must not be "Committed" for the purchase of a commitment.',
    fails:
      "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL AND PricingCategory = 'Committed'",
  }),
  rule({
    id: 'reserved-usage-has-status',
    section: 'CapacityReservationStatus',
    since: '1.1',
    columns: ['CapacityReservationStatus', 'CapacityReservationId', 'ChargeCategory'],
    sentence: 'CapacityReservationStatus must say "Used" or "Unused" for usage under a capacity reservation.',
    fails:
      "ChargeCategory = 'Usage' AND CapacityReservationId IS NOT NULL AND CapacityReservationStatus IS NULL",
    shows: 'CapacityReservationId',
  }),
  rule({
    id: 'consumption-is-usage',
    section: 'ConsumedQuantity',
    columns: ['ConsumedQuantity', 'ChargeCategory'],
    sentence: 'ConsumedQuantity must be empty for all charges but usage.',
    fails: "ChargeCategory <> 'Usage' AND ConsumedQuantity IS NOT NULL",
  }),
  rule({
    id: 'unused-commitment-consumes-nothing',
    section: 'ConsumedQuantity',
    since: '1.1',
    columns: ['ConsumedQuantity', 'CommitmentDiscountStatus'],
    sentence: 'ConsumedQuantity must be empty for the unused part of a commitment.',
    fails: "CommitmentDiscountStatus = 'Unused' AND ConsumedQuantity IS NOT NULL",
  }),
  rule({
    id: 'usage-is-measured',
    section: 'ConsumedQuantity',
    columns: ['ConsumedQuantity', 'CommitmentDiscountStatus', 'ChargeCategory', 'ChargeClass'],
    sentence: 'ConsumedQuantity must have a value for usage (unless unused or a correction).',
    fails: `ChargeCategory = 'Usage' AND ${notCorrection} AND CommitmentDiscountStatus IS DISTINCT FROM 'Unused' AND ConsumedQuantity IS NULL`,
    shows: 'ChargeCategory',
  }),
  rule({
    id: 'subcategory-of-category',
    section: 'ServiceSubcategory',
    columns: ['ServiceSubcategory', 'ServiceCategory'],
    sentence: 'ServiceSubcategory must belong to the ServiceCategory beside it.',
    fails: `(ServiceCategory, ServiceSubcategory) NOT IN (${pairs.join(', ')}) AND ServiceCategory IS NOT NULL AND ServiceSubcategory IS NOT NULL`,
    shows: `concat(ServiceCategory, ' / ', ServiceSubcategory)`,
  }),
];

/** Requirements on all charges of one commitment, account or price. */
export const groupRules: readonly GroupRule[] = [
  {
    id: 'commitment-costs-balance',
    severity: 'should',
    section: 'EffectiveCost',
    columns: ['CommitmentDiscountId', 'ChargeCategory', 'EffectiveCost', 'BilledCost'],
    since: '1.0',
    sentence:
      'Used and unused EffectiveCost of a commitment must add up to the BilledCost of its purchases (over its term; data that holds both only in part can differ).',
    groupBy: ['CommitmentDiscountId'],
    where: `CommitmentDiscountId IS NOT NULL AND ${usageOrPurchase}`,
    // Without a purchase in the data (paid upfront in another month) there is nothing to compare with.
    fails: `count(*) FILTER (WHERE ChargeCategory = 'Purchase') > 0 AND ${differs(
      "coalesce(sum(BilledCost) FILTER (WHERE ChargeCategory = 'Purchase'), 0)",
      "coalesce(sum(EffectiveCost) FILTER (WHERE ChargeCategory = 'Usage'), 0)",
    )}`,
    shows: `concat(any_value(CommitmentDiscountId), ': bought ', sum(BilledCost) FILTER (WHERE ChargeCategory = 'Purchase'), ', used and unused ', coalesce(sum(EffectiveCost) FILTER (WHERE ChargeCategory = 'Usage'), 0))`,
  },
  {
    id: 'one-currency-per-account',
    severity: 'should',
    section: 'BillingCurrency',
    columns: ['BillingAccountId', 'BillingPeriodStart', 'BillingCurrency'],
    since: '1.0',
    sentence: 'A billing account should be billed in one currency within a billing period.',
    groupBy: ['BillingAccountId', 'BillingPeriodStart'],
    where: 'BillingAccountId IS NOT NULL',
    fails: 'count(DISTINCT BillingCurrency) > 1',
    shows: `concat(any_value(BillingAccountId), ': ', min(BillingCurrency), ' and ', max(BillingCurrency))`,
  },
  {
    id: 'one-sku-per-price',
    severity: 'must',
    section: 'SkuPriceId',
    columns: ['SkuPriceId', 'SkuId'],
    since: '1.0',
    sentence: 'A SkuPriceId must belong to one SkuId.',
    groupBy: ['SkuPriceId'],
    where: 'SkuPriceId IS NOT NULL',
    fails: 'count(DISTINCT SkuId) > 1',
    shows: `concat(any_value(SkuPriceId), ': ', min(SkuId), ' and ', max(SkuId))`,
  },
];
