import { azureColumns, azureRemarks, azureSources, listPrice } from './azure-common.ts';
import { type Mapping, maps } from './mapping.ts';

const rate = 'coalesce({exchangeRatePricingToBilling:decimal24}, 1)';
/** Prices are in the pricing currency; 14 places of the price times 10 of the rate fit a 38-digit product. */
const inBilling = (price: string): string =>
  `try((${price}::DECIMAL(38, 14) * ${rate}::DECIMAL(38, 10))::DECIMAL(38, 24))`;

/** Azure Microsoft Customer Agreement cost details, actual or amortised. */
export const azureMcaMapping: Mapping = {
  format: 'azure-mca',
  title: 'Azure cost details, Microsoft Customer Agreement (actual or amortised)',
  signature: [
    ['billingAccountId'],
    ['billingProfileId'],
    ['billingPeriodStartDate'],
    ['billingPeriodEndDate'],
    ['date'],
    ['costInBillingCurrency'],
    ['costInPricingCurrency', 'exchangeRatePricingToBilling'],
    ['billingCurrency'],
    ['chargeType'],
    ['meterCategory'],
    ['quantity'],
  ],
  foreign: ['AccountOwnerId'],
  columns: [
    ...azureColumns({
      cost: '{costInBillingCurrency:decimal24}',
      billingAccountId: '{billingProfileId}',
      billingAccountName: '{billingProfileName}',
      billingAccountType: "'Billing Profile'",
      currency: '{billingCurrency}',
      listUnitPrice: [
        inBilling(listPrice),
        'The pay-as-you-go price × the exchange rate; on rows of commitments 0 means that the export does not have it.',
      ],
      listCost: ['{paygCostInBillingCurrency:decimal24}', 'As the export computes it.'],
      contractedCost: [
        `try((${inBilling('{UnitPrice:decimal24}')}::DECIMAL(38, 14) * {Quantity:decimal20}::DECIMAL(38, 10))::DECIMAL(38, 24))`,
        'UnitPrice × exchange rate × Quantity.',
      ],
      invoiceIssuer: [
        "coalesce({partnerName}, {resellerName}, 'Microsoft')",
        'The partner, where there is one.',
      ],
    }).map((column) =>
      column.target === 'ContractedUnitPrice'
        ? maps(
            'ContractedUnitPrice',
            inBilling('{UnitPrice:decimal24}'),
            'The negotiated price × the exchange rate.',
          )
        : column,
    ),
    maps('PricingCurrency', '{pricingCurrency}', ''),
    maps(
      'PricingCurrencyEffectiveCost',
      "CASE WHEN {ChargeType} IN ('Purchase', 'Refund') AND {PricingModel} IN ('Reservation', 'SavingsPlan') THEN 0::DECIMAL(38, 24) ELSE {costInPricingCurrency:decimal24} END",
      'The cost in pricing currency, 0 for the purchase of a commitment.',
    ),
    maps('PricingCurrencyListUnitPrice', listPrice, ''),
    maps('PricingCurrencyContractedUnitPrice', '{UnitPrice:decimal24}', ''),
  ],
  dropped: [],
  unknown: [
    { columns: ['SkuPriceId'], reason: 'an MCA export has no part number' },
    {
      columns: ['CapacityReservationId', 'CapacityReservationStatus'],
      reason: 'on-demand capacity reservations are not told apart',
    },
    {
      columns: ['CommitmentDiscountQuantity', 'CommitmentDiscountUnit'],
      reason: 'the export does not say how much of a commitment a row uses',
    },
  ],
  remarks: [
    'A billing account of FOCUS is what receives an invoice: under a Microsoft Customer Agreement that is the billing profile, not the billing account.',
    ...azureRemarks,
  ],
  sources: azureSources,
};
