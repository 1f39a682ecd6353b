import { azureColumns, azureRemarks, azureSources, listPrice } from './azure-common.ts';
import type { Mapping } from './mapping.ts';

const cost = 'coalesce({CostInBillingCurrency:decimal24}, {Cost:decimal24})';
const contracted =
  'try(({UnitPrice:decimal24}::DECIMAL(38, 14) * {Quantity:decimal20}::DECIMAL(38, 10))::DECIMAL(38, 24))';

/** Azure Enterprise Agreement cost details, actual or amortised. */
export const azureEaMapping: Mapping = {
  format: 'azure-ea',
  title: 'Azure cost details, Enterprise Agreement (actual or amortised)',
  signature: [
    ['BillingAccountId'],
    ['BillingPeriodStartDate'],
    ['BillingPeriodEndDate'],
    ['Date'],
    ['CostInBillingCurrency', 'Cost'],
    ['BillingCurrency', 'BillingCurrencyCode'],
    ['ChargeType'],
    ['MeterCategory'],
    ['SubscriptionId'],
    ['PartNumber', 'AccountOwnerId'],
    ['Quantity'],
  ],
  foreign: ['costInPricingCurrency', 'exchangeRatePricingToBilling'],
  columns: azureColumns({
    cost,
    billingAccountId: '{BillingAccountId}',
    billingAccountName: '{BillingAccountName}',
    billingAccountType: "'Billing Account'",
    currency: 'coalesce({BillingCurrency}, {BillingCurrencyCode})',
    listUnitPrice: [
      listPrice,
      'The pay-as-you-go price; on rows of commitments 0 means that the export does not have it.',
    ],
    listCost: [
      `try((${listPrice}::DECIMAL(38, 14) * {Quantity:decimal20}::DECIMAL(38, 10))::DECIMAL(38, 24))`,
      'Pay-as-you-go price × quantity, where there is a price.',
    ],
    contractedCost: [contracted, 'UnitPrice × Quantity (14 and 10 places).'],
    invoiceIssuer: [
      "'Microsoft'",
      'The enterprise is invoiced by Microsoft; indirect enrolments name their partner nowhere in the export.',
    ],
  }),
  dropped: [],
  unknown: [
    { columns: ['SkuId'], reason: 'an EA export has no product id' },
    {
      columns: ['CapacityReservationId', 'CapacityReservationStatus'],
      reason: 'on-demand capacity reservations are not told apart',
    },
    {
      columns: ['CommitmentDiscountQuantity', 'CommitmentDiscountUnit'],
      reason: 'the export does not say how much of a commitment a row uses',
    },
    {
      columns: [
        'PricingCurrency',
        'PricingCurrencyEffectiveCost',
        'PricingCurrencyListUnitPrice',
        'PricingCurrencyContractedUnitPrice',
      ],
      reason: 'an EA is priced in its billing currency',
    },
  ],
  remarks: azureRemarks,
  sources: azureSources,
};
