import { azureServiceCategories } from './azure-services.ts';
import { type MappedColumn, maps, whenText } from './mapping.ts';

/** Sources of the facts below. */
export const azureSources = [
  'Microsoft Learn: "Understand cost details fields" (Cost Management, EA and MCA schemas)',
  'Microsoft Learn: "Convert Cost Management data to FOCUS" (FinOps toolkit)',
  'Microsoft Learn: "View amortized costs and reservation details"',
];

/** Covered by a reservation or savings plan. */
const committed = "{PricingModel} IN ('Reservation', 'SavingsPlan', 'Savings Plan')";
const purchased = "{ChargeType} IN ('Purchase', 'Refund')";
/** Amortised exports call the idle part of a commitment a charge type of its own. */
const unused = "{ChargeType} IN ('UnusedReservation', 'UnusedSavingsPlan')";
const covered = `({ChargeType} = 'Usage' AND ${committed})`;

/** The pay-as-you-go price in the currency of prices. */
export const listPrice = `(CASE WHEN ${committed} THEN nullif({PayGPrice:decimal24}, 0) ELSE {PayGPrice:decimal24} END)`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const serviceCategory = `CASE ${Object.entries(azureServiceCategories)
  .map(
    ([category, meters]) =>
      `WHEN {MeterCategory} IN (${meters.map(quoted).join(', ')}) THEN ${quoted(category)}`,
  )
  .join(' ')} ELSE 'Other' END`;

/** `10K` is 10000 of a unit; `1 GB/Month` one; `100 Hours` a hundred. */
const blockSize = `(CASE WHEN regexp_full_match({UnitOfMeasure}, '[0-9]{1,11}([KMB]?)([ /].*)?') THEN try_cast(regexp_extract({UnitOfMeasure}, '^[0-9]+') AS BIGINT) * CASE regexp_extract({UnitOfMeasure}, '^[0-9]+([KMB]?)([ /]|$)', 1) WHEN 'K' THEN 1000 WHEN 'M' THEN 1000000 WHEN 'B' THEN 1000000000 ELSE 1 END ELSE 1 END)`;

const unitText = `trim(regexp_replace({UnitOfMeasure}, '^[0-9]+[KMB]?( |$|(/))', '\\2'))`;
/** Plural, as FOCUS writes units; a bare `/Month` is units a month. */
const unit = `(CASE WHEN {UnitOfMeasure} IS NULL THEN NULL WHEN ${unitText} = '' THEN 'Units' WHEN starts_with(${unitText}, '/') THEN concat('Units', ${unitText}) WHEN regexp_full_match(${unitText}, '(.* )?(Hour|Day|Month|Minute|Second|Unit|User|Transaction)') THEN concat(${unitText}, 's') ELSE ${unitText} END)`;

const resourceId = "nullif({ResourceId}, '')";
/** After the last provider: `Microsoft.Sql/servers/a/databases/b` has type servers/databases. */
const providerPath = `regexp_extract(${resourceId}, '(?i)^.*/providers/([^/]+/.+?)/?$', 1)`;
const segments = `string_split(${providerPath}, '/')`;
const resourceType = `(CASE WHEN ${providerPath} <> '' THEN lower(array_to_string(list_filter(${segments}, lambda s, i: i = 1 OR i % 2 = 0), '/')) END)`;

const firstBenefit = "lower(coalesce({BenefitId}, ''))";
const isReservation = `(contains(${firstBenefit}, '/microsoft.capacity/') OR ({BenefitId} IS NULL AND {ReservationId} IS NOT NULL))`;
const isSavingsPlan = `contains(${firstBenefit}, '/microsoft.billingbenefits/')`;
const commitmentOf = (reservation: string, savingsPlan: string): string =>
  `CASE WHEN ${isReservation} THEN '${reservation}' WHEN ${isSavingsPlan} THEN '${savingsPlan}' END`;

export interface AzureNames {
  /** Expression of the cost in billing currency. */
  readonly cost: string;
  readonly billingAccountId: string;
  readonly billingAccountName: string;
  readonly currency: string;
  readonly listCost: readonly [expression: string, note: string];
  readonly listUnitPrice: readonly [expression: string, note: string];
  readonly contractedCost: readonly [expression: string, note: string];
  readonly invoiceIssuer: readonly [expression: string, note: string];
  readonly billingAccountType: string;
}

const charges = ({ cost }: AzureNames): readonly MappedColumn[] => [
  maps(
    'BilledCost',
    `CASE WHEN ${covered} OR ${unused} THEN 0::DECIMAL(38, 24) ELSE ${cost} END`,
    'The cost, except 0 for usage that a commitment covers and for its idle part: those are billed by the purchase. (An actual-cost export already has 0 there; an amortised one spreads the purchase over them.)',
  ),
  maps(
    'EffectiveCost',
    `CASE WHEN ${purchased} AND ${committed} THEN 0::DECIMAL(38, 24) WHEN ${covered} AND ${cost} = 0 AND {Quantity:decimal20} <> 0 THEN NULL ELSE ${cost} END`,
    'The cost, except 0 for the purchase of a commitment (its cost is in the usage that it covers). Usage that a commitment covers costs 0 in an actual-cost export, where its amortised cost cannot be known: it stays empty. Import the amortised export to have it.',
  ),
  maps(
    'ChargeCategory',
    whenText(
      '{ChargeType}',
      {
        Usage: 'Usage',
        UnusedReservation: 'Usage',
        UnusedSavingsPlan: 'Usage',
        Purchase: 'Purchase',
        Refund: 'Purchase',
        Tax: 'Tax',
        Credit: 'Credit',
      },
      'Adjustment',
    ),
    'By ChargeType: unused commitments are usage, a refund is a negative purchase; RoundingAdjustment and what is new are adjustments.',
  ),
  maps(
    'ChargeClass',
    "CASE WHEN {ChargeType} = 'Refund' THEN 'Correction' END",
    'Refunds correct an earlier charge.',
  ),
  maps(
    'ChargeFrequency',
    whenText('{Frequency}', { OneTime: 'One-Time', Recurring: 'Recurring', UsageBased: 'Usage-Based' }, null),
    'By Frequency.',
  ),
  maps('ChargeDescription', 'coalesce({ProductName}, {Product})', 'The product.'),
  maps('ChargePeriodStart', '{Date:day}', 'Midnight UTC of the day; Azure aggregates by day.'),
  maps('ChargePeriodEnd', '{Date:day} + INTERVAL 1 DAY', 'FOCUS ends are exclusive.'),
];

const commitments: readonly MappedColumn[] = [
  maps(
    'CommitmentDiscountId',
    'coalesce({BenefitId}, {ReservationId})',
    'The benefit; ReservationId in exports older than benefits.',
  ),
  maps('CommitmentDiscountName', 'coalesce({BenefitName}, {ReservationName})', 'Likewise.'),
  maps(
    'CommitmentDiscountType',
    commitmentOf('Reservation', 'Savings Plan'),
    'By the resource provider in BenefitId: Microsoft.Capacity or Microsoft.BillingBenefits.',
  ),
  maps(
    'CommitmentDiscountCategory',
    commitmentOf('Usage', 'Spend'),
    'Reservations commit to usage, savings plans to spend.',
  ),
  maps(
    'CommitmentDiscountStatus',
    `CASE WHEN ${unused} THEN 'Unused' WHEN ${covered} THEN 'Used' END`,
    'Only for usage: idle, or covered.',
  ),
];

const prices = (names: AzureNames): readonly MappedColumn[] => [
  maps(
    'PricingCategory',
    `CASE WHEN {ChargeType} IN ('Tax', 'Credit') THEN NULL WHEN {PricingModel} = 'OnDemand' THEN 'Standard' WHEN {PricingModel} = 'Spot' THEN 'Dynamic' WHEN ${committed} THEN 'Committed' END`,
    'By PricingModel.',
  ),
  maps(
    'PricingQuantity',
    '{Quantity:decimal20}',
    'Quantity counts priced units (of `10K`, say): Quantity × EffectivePrice is the cost.',
  ),
  maps('PricingUnit', '{UnitOfMeasure}', 'As Azure prices it, block size included.'),
  maps(
    'ConsumedQuantity',
    `CASE WHEN {ChargeType} = 'Usage' THEN try({Quantity:decimal20} * ${blockSize}) END`,
    'Quantity × the block size of UnitOfMeasure, for usage.',
  ),
  maps(
    'ConsumedUnit',
    `CASE WHEN {ChargeType} = 'Usage' THEN ${unit} END`,
    'UnitOfMeasure without its block size, for usage.',
  ),
  maps('ContractedUnitPrice', '{UnitPrice:decimal24}', 'The negotiated price before commitments.'),
  maps('ContractedCost', ...names.contractedCost),
  maps('ListUnitPrice', ...names.listUnitPrice),
  maps('ListCost', ...names.listCost),
  maps('SkuId', '{ProductId}', 'MCA only.'),
  maps('SkuMeter', '{MeterName}', ''),
  maps(
    'SkuPriceId',
    '{PartNumber}',
    'EA: the part number, which identifies a price on the price sheet. Empty in MCA exports.',
  ),
];

const resources: readonly MappedColumn[] = [
  maps('ResourceId', resourceId, ''),
  maps(
    'ResourceName',
    `coalesce({ResourceName}, nullif(regexp_extract(${resourceId}, '([^/]+)/?$', 1), ''))`,
    'Where the export has none (MCA), the last segment of ResourceId.',
  ),
  maps(
    'ResourceType',
    resourceType,
    "The type in ResourceId, in lower case, such as `microsoft.compute/virtualmachines`. Azure's FOCUS export has a display name instead, which the export does not hold.",
  ),
  maps(
    'RegionId',
    "lower(replace(coalesce({ResourceLocation}, {Location}), ' ', ''))",
    "ResourceLocation in Azure's form: lower case, no blanks. Some exports write `EastUS`, others `US East`: the second form cannot be told from a name and stays as written, without blanks.",
  ),
  maps('RegionName', 'coalesce({ResourceLocation}, {Location})', 'As written.'),
  maps('AvailabilityZone', '{AvailabilityZone}', ''),
  maps(
    'ServiceName',
    'coalesce({MeterCategory}, {ConsumedService}, {ProductOrderName}, {PublisherName})',
    "Azure's bill calls the meter category the service.",
  ),
  maps(
    'ServiceCategory',
    serviceCategory,
    'By MeterCategory (table in `azure-services.ts`); `Other` for what is not in it.',
  ),
  maps('Tags', '{Tags:tags}', 'A JSON object; EA exports leave out its braces, which are added.'),
];

/** The columns that EA and MCA exports share, with what differs filled in. */
export const azureColumns = (names: AzureNames): readonly MappedColumn[] => [
  maps('BillingAccountId', names.billingAccountId, ''),
  maps('BillingAccountName', names.billingAccountName, ''),
  maps('BillingAccountType', names.billingAccountType, ''),
  maps('BillingCurrency', names.currency, ''),
  maps('BillingPeriodStart', '{BillingPeriodStartDate:day}', 'Midnight UTC.'),
  maps(
    'BillingPeriodEnd',
    '{BillingPeriodEndDate:day} + INTERVAL 1 DAY',
    'Azure gives the last day, FOCUS the exclusive end.',
  ),
  ...charges(names),
  ...commitments,
  ...prices(names),
  ...resources,
  maps('SubAccountId', '{SubscriptionId}', ''),
  maps('SubAccountName', '{SubscriptionName}', ''),
  maps('SubAccountType', "CASE WHEN {SubscriptionId} IS NOT NULL THEN 'Subscription' END", ''),
  maps('InvoiceIssuerName', ...names.invoiceIssuer),
  maps('InvoiceId', '{InvoiceId}', 'Empty until the invoice exists.'),
  maps('ProviderName', "'Microsoft'", ''),
  maps('ServiceProviderName', "'Microsoft'", 'FOCUS 1.3.'),
  maps(
    'PublisherName',
    "coalesce({PublisherName}, CASE WHEN {PublisherType} IN ('Azure', 'Microsoft') THEN 'Microsoft' END)",
    '',
  ),
];

/** Said of both kinds of Azure export. */
export const azureRemarks = [
  'Actual-cost and amortised exports have the same header, so each row is read by rules that hold in both. In an actual-cost export the sum of BilledCost is the sum of the cost column; in an amortised one the sum of EffectiveCost is. Purchases of commitments are only in the actual-cost export, their spreading only in the amortised one: neither alone tells both costs in full.',
  'Both kinds describe the same billing period, so importing the second replaces the first, like any later delivery. Import the kind whose cost you steer by: actual for invoices, amortised for what things cost.',
  'Dates may be American (`09/30/2023`) or ISO 8601.',
  'Column names are compared without regard to case.',
];
