import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Day, Month } from './calendar.ts';
import { type Commitment, perDay } from './commitments.ts';
import { regions } from './company.ts';
import { accountColumns, type Costs, costColumnsOf, type FocusRow, nothing } from './focus-row.ts';
import type { BillingAccount } from './model.ts';
import { commitmentColumns } from './usage-charges.ts';

/**
 * The purchase of a day: all of it on the first day of one paid up front, a day's part of a recurring one.
 * Its effective cost is zero, because what it pays for appears in the usage it covers.
 */
export const purchaseRow = (
  account: BillingAccount,
  commitment: Commitment,
  month: Month,
  day: Day,
  /** Days of the whole term, for what is paid up front. */
  termDays: number,
): FocusRow | undefined => {
  const upfront = commitment.payment === 'upfront';
  if (upfront && (month.index !== commitment.fromMonth || day.dayOfMonth !== 1)) return undefined;
  const quantity = perDay(commitment).times(upfront ? termDays : 1);
  const price = new Exact(commitment.unitPrice);
  const cost = price.times(quantity);
  return {
    ...base(account, commitment, month, day, {
      billed: cost,
      effective: nothing,
      list: cost,
      contracted: cost,
    }),
    ChargeCategory: 'Purchase',
    ChargeDescription: `${commitment.name}: ${upfront ? 'paid for the whole term' : 'fee of the day'}`,
    ChargeFrequency: upfront ? 'One-Time' : 'Recurring',
    CommitmentDiscountQuantity: formatDecimal(quantity),
    PricingCategory: 'Standard',
    ...prices(commitment, quantity, price),
    PricingCurrencyEffectiveCost: '0',
    SkuPriceId: `${skuOf(commitment)}.purchase`,
  };
};

/** What nobody used of a commitment on a day: it costs, and has no list price, for nothing was got for it. */
export const unusedRow = (
  account: BillingAccount,
  commitment: Commitment,
  month: Month,
  day: Day,
  unused: Exact,
): FocusRow | undefined => {
  if (unused.isZero()) return undefined;
  const effective = unused.times(commitment.unitPrice);
  return {
    ...base(account, commitment, month, day, {
      billed: nothing,
      effective,
      list: nothing,
      contracted: nothing,
    }),
    ChargeCategory: 'Usage',
    ChargeDescription: `${commitment.name}: not used`,
    ChargeFrequency: 'Usage-Based',
    CommitmentDiscountStatus: 'Unused',
    CommitmentDiscountQuantity: formatDecimal(unused),
    PricingCategory: 'Committed',
    ...prices(commitment, unused, nothing),
    PricingCurrencyEffectiveCost: formatDecimal(effective),
    SkuPriceId: `${skuOf(commitment)}.unused`,
  };
};

const skuOf = ({ type, skuId }: Commitment): string => skuId ?? type.replaceAll(' ', '-');

const base = (
  account: BillingAccount,
  commitment: Commitment,
  month: Month,
  day: Day,
  costs: Costs,
): FocusRow => ({
  ...accountColumns(account, month),
  ...costColumnsOf(costs),
  ...commitmentColumns(commitment),
  ChargePeriodStart: day.start,
  ChargePeriodEnd: day.end,
  RegionId: commitment.regionId,
  RegionName: commitment.regionId && regions[commitment.regionId]?.name,
  ResourceId: commitment.id,
  ResourceName: commitment.name,
  ResourceType: commitment.type,
  ServiceCategory: commitment.serviceCategory,
  ServiceName: commitment.service,
  ServiceSubcategory: commitment.subcategory,
  SkuId: skuOf(commitment),
  SkuMeter: commitment.type,
});

const prices = (commitment: Commitment, quantity: Exact, price: Exact): FocusRow => ({
  PricingQuantity: formatDecimal(quantity),
  PricingUnit: commitment.unit,
  ListUnitPrice: formatDecimal(price),
  ContractedUnitPrice: formatDecimal(price),
  PricingCurrencyListUnitPrice: formatDecimal(price),
  PricingCurrencyContractedUnitPrice: formatDecimal(price),
});
