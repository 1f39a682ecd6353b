/**
 * What a CUR 2.0 row is about, as SQL over placeholders. Source: AWS Data Exports user guide, table dictionary of
 * CUR 2.0 ("Line item", "Reservation", "Savings plan", "Pricing", "Discount" columns).
 */
export const lineItemType = '{line_item_line_item_type}';

/** Lines that take something off the price of usage, where the export has them as lines of their own. */
export const discountTypes = [
  'BundledDiscount',
  'Discount',
  'DistributorDiscount',
  'EdpDiscount',
  'PrivateRateDiscount',
  'RiVolumeDiscount',
  'SppDiscount',
] as const;

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
export const isType = (...types: readonly string[]): string => `${lineItemType} IN (${quoted(types)})`;

export const isDiscount = isType(...discountTypes);
export const isReservedUpfront = `(${isType('Fee')} AND {reservation_reservation_a_r_n} IS NOT NULL)`;

/**
 * What was paid for the line. With a discount programme the net column is the cost after discounts; the lines that
 * grant them would take the discount off a second time, so they count nothing when they have no net cost.
 */
export const paid = `coalesce({line_item_net_unblended_cost:decimal24}, CASE WHEN ${isDiscount} AND {?line_item_net_unblended_cost} THEN 0 END, {line_item_unblended_cost:decimal24})`;

const zero = '0::DECIMAL(38, 24)';
const net = (netColumn: string, column: string): string =>
  `coalesce({${netColumn}:decimal24}, {${column}:decimal24})`;
/** A sum in which an absent part adds nothing, unless both are absent. */
const plus = (a: string, b: string): string =>
  `CASE WHEN ${a} IS NULL AND ${b} IS NULL THEN NULL ELSE try(coalesce(${a}, 0) + coalesce(${b}, 0)) END`;

const unusedUpfront = net(
  'reservation_net_unused_amortized_upfront_fee_for_billing_period',
  'reservation_unused_amortized_upfront_fee_for_billing_period',
);
const unusedRecurring = net('reservation_net_unused_recurring_fee', 'reservation_unused_recurring_fee');
const unusedPlan =
  'try({savings_plan_total_commitment_to_date:decimal24} - {savings_plan_used_commitment:decimal24})';

export const billedCost = `CASE WHEN ${isType('SavingsPlanCoveredUsage', 'SavingsPlanNegation')} THEN ${zero} ELSE ${paid} END`;

export const effectiveCost =
  `CASE WHEN ${isType('SavingsPlanCoveredUsage')} THEN ${net('savings_plan_net_savings_plan_effective_cost', 'savings_plan_savings_plan_effective_cost')} ` +
  `WHEN ${isType('DiscountedUsage')} THEN ${net('reservation_net_effective_cost', 'reservation_effective_cost')} ` +
  `WHEN ${isType('SavingsPlanNegation', 'SavingsPlanUpfrontFee')} OR ${isReservedUpfront} THEN ${zero} ` +
  `WHEN ${isType('RIFee')} THEN ${plus(unusedUpfront, unusedRecurring)} ` +
  `WHEN ${isType('SavingsPlanRecurringFee')} THEN ${unusedPlan} ELSE ${paid} END`;

export const listCost =
  `CASE WHEN ${isType('SavingsPlanNegation')} THEN ${zero} ` +
  `WHEN ${isType('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')} THEN {pricing_public_on_demand_cost:decimal24} ELSE ${paid} END`;

export const contractedCost =
  `CASE WHEN ${isType('SavingsPlanNegation')} THEN ${zero} ` +
  `WHEN ${isType('SavingsPlanCoveredUsage')} THEN {line_item_unblended_cost:decimal24} ` +
  `WHEN ${isType('DiscountedUsage')} THEN {pricing_public_on_demand_cost:decimal24} ELSE ${paid} END`;
