import { formatDecimal } from '../../shared/money.ts';
import { type Day, endOf, type Month, startOf } from './calendar.ts';
import {
  applyCommitment,
  type Commitment,
  type Covered,
  commitments,
  isRunning,
  type Share,
  type Usage,
} from './commitments.ts';
import { accountColumns, costColumnsOf, type FocusRow, nothing } from './focus-row.ts';
import type { Line } from './model.ts';
import { pricesOf, type UnitPrices } from './price.ts';

/** The usage of one day: what was charged for each line, and what was left of each commitment. */
export interface DayOfUsage {
  readonly rows: readonly FocusRow[];
  readonly leftOver: readonly { readonly commitment: Commitment; readonly unused: Covered['unused'] }[];
}

/** Prices and charges the usage of one day, commitments applied. */
export const chargeUsage = (
  month: Month,
  day: Day,
  quantities: readonly Pick<Usage, 'line' | 'quantity'>[],
  pricesFor: (line: Line) => UnitPrices,
): DayOfUsage => {
  const leftOver: { commitment: Commitment; unused: Covered['unused'] }[] = [];
  let shares: readonly Share[] = quantities;
  for (const commitment of commitments) {
    const ownedHere = quantities.some(({ line }) => line.account.id === commitment.billingAccountId);
    if (!ownedHere || !isRunning(commitment, month)) continue;
    // Commitments of one account cover different SKUs: a share is covered by one of them at most.
    const open = shares.filter((share) => share.cover === undefined);
    const done = shares.filter((share) => share.cover !== undefined);
    const covered = applyCommitment(
      commitment,
      open.map(({ line, quantity }) => ({ line, quantity, contractedUnitPrice: pricesFor(line).contracted })),
    );
    shares = [...done, ...covered.shares];
    leftOver.push({ commitment, unused: covered.unused });
  }
  return { rows: shares.map((share) => usageRow(month, day, share, pricesFor(share.line))), leftOver };
};

/** Finds prices, each line's once a month. */
export const createPriceList = (month: Month): ((line: Line) => UnitPrices) => {
  const known = new Map<string, UnitPrices>();
  return (line) => {
    const found = known.get(line.key) ?? pricesOf(line, month);
    known.set(line.key, found);
    return found;
  };
};

const usageRow = (month: Month, day: Day, { line, quantity, cover }: Share, prices: UnitPrices): FocusRow => {
  const contracted = prices.contracted.times(quantity);
  const costs = {
    billed: cover ? nothing : contracted,
    effective: cover ? cover.cost : contracted,
    list: prices.list.times(quantity),
    contracted,
  };
  const amount = formatDecimal(quantity);
  return {
    ...accountColumns(line.account, month),
    ...costColumnsOf(costs),
    ...resourceColumns(line),
    ...coverColumns(cover),
    AvailabilityZone: line.zone,
    ChargeCategory: 'Usage',
    ChargeDescription: `${line.sku.meter}, ${line.regionName}`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodStart: startOf(day.date),
    ChargePeriodEnd: endOf(day.date),
    ConsumedQuantity: amount,
    ConsumedUnit: line.sku.unit,
    ListUnitPrice: formatDecimal(prices.list),
    ContractedUnitPrice: formatDecimal(prices.contracted),
    PricingCategory: cover ? 'Committed' : 'Standard',
    PricingQuantity: amount,
    PricingUnit: line.sku.unit,
    PricingCurrencyListUnitPrice: formatDecimal(prices.listInDollars),
    PricingCurrencyContractedUnitPrice: formatDecimal(prices.contractedInDollars),
    PricingCurrencyEffectiveCost: formatDecimal(
      cover ? cover.cost : prices.contractedInDollars.times(quantity),
    ),
    SkuPriceId: `${line.sku.id}.${line.regionId}.${cover ? cover.commitment.type.replaceAll(' ', '-') : 'on-demand'}`,
  };
};

const resourceColumns = ({ sku, subAccount, regionId, regionName, ...line }: Line): FocusRow => ({
  RegionId: regionId,
  RegionName: regionName,
  ResourceId: line.resourceId,
  ResourceName: line.resourceName,
  ResourceType: sku.resourceType,
  ServiceCategory: sku.category,
  ServiceName: sku.service,
  ServiceSubcategory: sku.subcategory,
  SkuId: sku.id,
  SkuMeter: sku.meter,
  SkuPriceDetails: sku.details && JSON.stringify(sku.details),
  SubAccountId: subAccount.id,
  SubAccountName: subAccount.name,
  SubAccountType: subAccount.type,
  Tags: line.tags,
});

const coverColumns = (cover: Share['cover']): FocusRow =>
  cover === undefined
    ? {}
    : {
        ...commitmentColumns(cover.commitment),
        CommitmentDiscountStatus: 'Used',
        CommitmentDiscountQuantity: formatDecimal(cover.used),
      };

/** Columns that name a commitment. */
export const commitmentColumns = (commitment: Commitment): FocusRow => ({
  CommitmentDiscountCategory: commitment.category,
  CommitmentDiscountId: commitment.id,
  CommitmentDiscountName: commitment.name,
  CommitmentDiscountType: commitment.type,
  CommitmentDiscountUnit: commitment.unit,
});
