import {
  billedCost,
  contractedCost,
  discountTypes,
  effectiveCost,
  isDiscount,
  isType,
  lineItemType,
  listCost,
} from './aws-cur-columns.ts';
import { awsServiceCategories } from './aws-services.ts';
import { type MappedColumn, type Mapping, maps, whenText } from './mapping.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const usageLike = ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'] as const;
const isUsage = isType('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage');
const recurring = isType('RIFee', 'SavingsPlanRecurringFee');
const usesCommitment = isType('DiscountedUsage', 'SavingsPlanCoveredUsage');

const serviceCategory =
  `CASE WHEN {line_item_product_code} = 'AmazonEC2' AND regexp_matches({product_product_family}, '^Storage') THEN 'Storage' ` +
  `WHEN {line_item_product_code} = 'AmazonEC2' AND regexp_matches({product_product_family}, '^(Data Transfer|IP Address|NAT Gateway|Load Balancer)') THEN 'Networking' ` +
  `${Object.entries(awsServiceCategories)
    .map(
      ([category, codes]) =>
        `WHEN {line_item_product_code} IN (${codes.map(quoted).join(', ')}) THEN ${quoted(category)}`,
    )
    .join(' ')} ELSE 'Other' END`;

const charges: readonly MappedColumn[] = [
  maps(
    'BilledCost',
    billedCost,
    'The net unblended cost where there is one, else the unblended cost. SavingsPlanCoveredUsage and SavingsPlanNegation are 0: the first is the on-demand cost that the second takes back, and the plan bills instead. Discount lines count 0 where the net column has already taken the discount off.',
  ),
  maps(
    'EffectiveCost',
    effectiveCost,
    "Covered usage at its commitment's (net) effective cost; the purchase and the upfront fee 0; RIFee and SavingsPlanRecurringFee at the part of the commitment that was not used; everything else as billed. The sum is AWS's amortised cost.",
  ),
  maps(
    'ListCost',
    listCost,
    'The public on-demand cost of usage, 0 for SavingsPlanNegation, else as billed.',
  ),
  maps(
    'ContractedCost',
    contractedCost,
    'What usage would have cost without commitments: the unblended cost of what a savings plan covers, the public cost of what a reservation covers (CUR has no contracted one), else as billed.',
  ),
  maps(
    'ChargeCategory',
    whenText(
      lineItemType,
      {
        ...Object.fromEntries([...usageLike, ...discountTypes].map((type) => [type, 'Usage'])),
        Fee: 'Purchase',
        RIFee: 'Purchase',
        SavingsPlanUpfrontFee: 'Purchase',
        SavingsPlanRecurringFee: 'Purchase',
        Tax: 'Tax',
        Credit: 'Credit',
        Refund: 'Adjustment',
      },
      'Adjustment',
    ),
    'By the type of the line. Discounts are negative usage; a refund does not say what it refunds and is an adjustment, as is any type that is new.',
  ),
  maps(
    'ChargeClass',
    `CASE WHEN ${isType('Refund')} THEN 'Correction' END`,
    'Refunds correct an earlier charge.',
  ),
  maps(
    'ChargeFrequency',
    `CASE WHEN ${isUsage} OR ${isType('SavingsPlanNegation')} OR ${isDiscount} THEN 'Usage-Based' WHEN ${recurring} THEN 'Recurring' ELSE 'One-Time' END`,
    'By the type of the line.',
  ),
  maps('ChargeDescription', '{line_item_line_item_description}', ''),
  maps('ChargePeriodStart', '{line_item_usage_start_date:instant}', ''),
  maps('ChargePeriodEnd', '{line_item_usage_end_date:instant}', 'Exclusive in CUR as well.'),
];

const commitments: readonly MappedColumn[] = [
  maps(
    'CommitmentDiscountId',
    'coalesce({savings_plan_savings_plan_a_r_n}, {reservation_reservation_a_r_n})',
    'The ARN of the plan or reservation.',
  ),
  maps(
    'CommitmentDiscountType',
    "CASE WHEN {savings_plan_savings_plan_a_r_n} IS NOT NULL THEN 'Savings Plan' WHEN {reservation_reservation_a_r_n} IS NOT NULL THEN 'Reserved Instance' END",
    '',
  ),
  maps(
    'CommitmentDiscountCategory',
    "CASE WHEN {savings_plan_savings_plan_a_r_n} IS NOT NULL THEN 'Spend' WHEN {reservation_reservation_a_r_n} IS NOT NULL THEN 'Usage' END",
    'Savings plans commit to spend, reservations to usage.',
  ),
  maps(
    'CommitmentDiscountStatus',
    `CASE WHEN ${usesCommitment} THEN 'Used' END`,
    'CUR has no line of its own for what was not used: its cost is the effective cost of RIFee and SavingsPlanRecurringFee.',
  ),
  maps(
    'CommitmentDiscountQuantity',
    `CASE WHEN ${isType('DiscountedUsage')} THEN {line_item_normalized_usage_amount:decimal20} END`,
    'Normalised units of a reservation.',
  ),
  maps(
    'CommitmentDiscountUnit',
    `CASE WHEN ${isType('DiscountedUsage')} AND {line_item_normalized_usage_amount} IS NOT NULL THEN 'Normalized Units' END`,
    '',
  ),
];

const prices: readonly MappedColumn[] = [
  maps(
    'PricingCategory',
    `CASE WHEN ${usesCommitment} THEN 'Committed' WHEN ${isType('Usage')} AND ({pricing_term} = 'Spot' OR contains({line_item_usage_type}, 'SpotUsage')) THEN 'Dynamic' WHEN ${isType('Usage', 'Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee')} THEN 'Standard' END`,
    'Committed: usage that a commitment covers; dynamic: spot; standard: other usage, and purchases.',
  ),
  maps(
    'PricingQuantity',
    `CASE WHEN ${isUsage} OR ${recurring} OR ${isType('Fee', 'SavingsPlanUpfrontFee')} THEN {line_item_usage_amount:decimal20} END`,
    'The usage amount of usage and purchases.',
  ),
  maps(
    'PricingUnit',
    `CASE WHEN ${isUsage} OR ${recurring} OR ${isType('Fee', 'SavingsPlanUpfrontFee')} THEN {pricing_unit} END`,
    '',
  ),
  maps('ConsumedQuantity', `CASE WHEN ${isUsage} THEN {line_item_usage_amount:decimal20} END`, 'Usage only.'),
  maps('ConsumedUnit', `CASE WHEN ${isUsage} THEN {pricing_unit} END`, 'Usage only.'),
  maps(
    'ListUnitPrice',
    `CASE WHEN ${isUsage} THEN {pricing_public_on_demand_rate:decimal24} END`,
    'The public on-demand rate of usage.',
  ),
  maps(
    'ContractedUnitPrice',
    `CASE WHEN ${isType('Usage', 'SavingsPlanCoveredUsage')} THEN {line_item_unblended_rate:decimal24} END`,
    'The rate of usage before commitments.',
  ),
  maps('SkuId', '{product_sku}', ''),
  maps('SkuMeter', '{line_item_usage_type}', ''),
  maps('SkuPriceId', '{pricing_rate_code}', ''),
];

const resources: readonly MappedColumn[] = [
  maps('ResourceId', '{line_item_resource_id}', 'Only in exports with resource ids.'),
  maps(
    'ResourceName',
    "CASE WHEN starts_with({line_item_resource_id}, 'arn:') THEN regexp_extract({line_item_resource_id}, '([^/:]+)$', 1) ELSE {line_item_resource_id} END",
    'The last part of an ARN; other ids as they are. CUR knows no names.',
  ),
  maps(
    'ResourceType',
    'CASE WHEN {line_item_resource_id} IS NOT NULL THEN {product_product_family} END',
    'The product family of what has a resource id.',
  ),
  maps('RegionId', 'coalesce({product_region_code}, {product_from_region_code})', ''),
  maps('RegionName', 'coalesce({product_location}, {product_from_location})', ''),
  maps('AvailabilityZone', '{line_item_availability_zone}', ''),
  maps(
    'ServiceName',
    "coalesce(map_extract_value({product:tags}, 'product_name'), {product_servicecode}, {line_item_product_code})",
    'The product name; where the export does not select it, the service code or the product code.',
  ),
  maps(
    'ServiceCategory',
    serviceCategory,
    'By product code (table in `aws-services.ts`); of Amazon EC2, storage and network product families apart; `Other` for what is not in it.',
  ),
  maps('Tags', '{resource_tags:tags}', 'Keys as CUR writes them, such as `user_team`.'),
];

/** AWS Cost and Usage Report 2.0 (Data Exports). */
export const awsCurMapping: Mapping = {
  format: 'aws-cur-2.0',
  title: 'AWS Cost and Usage Report 2.0',
  signature: [
    ['bill_payer_account_id'],
    ['bill_billing_period_start_date'],
    ['bill_billing_period_end_date'],
    ['line_item_usage_start_date'],
    ['line_item_usage_end_date'],
    ['line_item_line_item_type'],
    ['line_item_unblended_cost'],
    ['line_item_currency_code'],
    ['line_item_product_code'],
  ],
  foreign: [],
  columns: [
    maps('BillingAccountId', '{bill_payer_account_id}', ''),
    maps('BillingAccountName', '{bill_payer_account_name}', ''),
    maps('BillingCurrency', '{line_item_currency_code}', ''),
    maps('BillingPeriodStart', '{bill_billing_period_start_date:instant}', ''),
    maps('BillingPeriodEnd', '{bill_billing_period_end_date:instant}', 'Exclusive in CUR as well.'),
    ...charges,
    ...commitments,
    ...prices,
    ...resources,
    maps('SubAccountId', '{line_item_usage_account_id}', ''),
    maps('SubAccountName', '{line_item_usage_account_name}', ''),
    maps('SubAccountType', "CASE WHEN {line_item_usage_account_id} IS NOT NULL THEN 'AWS Account' END", ''),
    maps(
      'InvoiceIssuerName',
      "coalesce({bill_invoicing_entity}, {line_item_legal_entity}, 'Amazon Web Services, Inc.')",
      '',
    ),
    maps('InvoiceId', '{bill_invoice_id}', 'Empty until the bill is final.'),
    maps('ProviderName', "'AWS'", ''),
    maps('ServiceProviderName', "'AWS'", 'FOCUS 1.3.'),
    maps(
      'PublisherName',
      '{line_item_legal_entity}',
      'The seller of record, so the vendor of what came through AWS Marketplace.',
    ),
    maps(
      'CapacityReservationId',
      "CASE WHEN contains({reservation_reservation_a_r_n}, ':capacity-reservation/') THEN {reservation_reservation_a_r_n} END",
      '',
    ),
  ],
  dropped: [
    'identity_line_item_id',
    'identity_time_interval',
    'line_item_blended_cost',
    'line_item_blended_rate',
    'line_item_net_unblended_rate',
    'line_item_normalization_factor',
    'discount_total_discount',
  ],
  unknown: [
    { columns: ['BillingAccountType'], reason: 'CUR does not say what kind of account pays' },
    { columns: ['CommitmentDiscountName'], reason: 'plans and reservations have no names in CUR' },
    { columns: ['CapacityReservationStatus'], reason: 'CUR marks no usage of capacity reservations' },
    {
      columns: ['ServiceSubcategory', 'SkuPriceDetails'],
      reason: 'they are not derived yet from product attributes',
    },
  ],
  remarks: [
    "A line of CUR becomes one row. FOCUS would divide the fee of a commitment into a purchase and a row for what was not used; here the fee's effective cost is what was not used.",
    'Maps (`product`, `resource_tags`) are JSON text in CSV and MAP columns in Parquet; both are read.',
    'AWS writes costs as binary floats in Parquet; each is read as its shortest decimal.',
    'BilledCost adds up to the unblended (net) cost where every negation meets its covered usage in the same export, as it does in a complete month.',
  ],
  sources: [
    'AWS Data Exports user guide: table dictionary of Cost and Usage Report 2.0',
    'AWS Cost and Usage Report user guide: "Understanding Savings Plans", "Understanding your reservation line items"',
    'FOCUS specification 1.2: BilledCost, EffectiveCost, ListCost, ContractedCost, ChargeCategory',
  ],
};
