import { formatDecimal } from '../../shared/money.ts';
import type { Day, Month } from './calendar.ts';
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
  offerFor: (line: Line) => Offer,
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
      open.map(({ line, quantity }) => ({
        line,
        quantity,
        contractedUnitPrice: offerFor(line).prices.contracted,
      })),
    );
    shares = [...done, ...covered.shares];
    leftOver.push({ commitment, unused: covered.unused });
  }
  return { rows: shares.map((share) => usageRow(day, share, offerFor(share.line))), leftOver };
};

/** What is the same for a line on every day of a month. */
export interface Offer {
  readonly prices: UnitPrices;
  readonly columns: FocusRow;
}

/** Finds prices and columns, each line's once a month. */
export const createOffers = (month: Month): ((line: Line) => Offer) => {
  const known = new Map<string, Offer>();
  return (line) => {
    const found = known.get(line.key) ?? createOffer(line, month);
    known.set(line.key, found);
    return found;
  };
};

const createOffer = (line: Line, month: Month): Offer => {
  const prices = pricesOf(line, month);
  const columns = {
    ...accountColumns(line.account, month),
    ...resourceColumns(line),
    ChargeCategory: 'Usage',
    ChargeDescription: `${line.sku.meter}, ${line.regionName}`,
    ChargeFrequency: 'Usage-Based',
    ConsumedUnit: line.sku.unit,
    PricingUnit: line.sku.unit,
    ListUnitPrice: formatDecimal(prices.list),
    ContractedUnitPrice: formatDecimal(prices.contracted),
    PricingCurrencyListUnitPrice: formatDecimal(prices.listInDollars),
    PricingCurrencyContractedUnitPrice: formatDecimal(prices.contractedInDollars),
  };
  return { prices, columns };
};

const usageRow = (day: Day, { line, quantity, cover }: Share, { prices, columns }: Offer): FocusRow => {
  const contracted = prices.contracted.times(quantity);
  const inDollars = line.account.currency === 'USD' ? contracted : prices.contractedInDollars.times(quantity);
  const amount = formatDecimal(quantity);
  return {
    ...columns,
    ...coverColumns(cover),
    ...costColumnsOf({
      billed: cover ? nothing : contracted,
      effective: cover ? cover.cost : contracted,
      list: prices.list.times(quantity),
      contracted,
    }),
    ChargePeriodStart: day.start,
    ChargePeriodEnd: day.end,
    ConsumedQuantity: amount,
    PricingCategory: cover ? 'Committed' : 'Standard',
    PricingCurrencyEffectiveCost: formatDecimal(cover ? cover.cost : inDollars),
    PricingQuantity: amount,
    SkuPriceId: `${line.sku.id}.${line.regionId}.${cover ? cover.commitment.type.replaceAll(' ', '-') : 'on-demand'}`,
  };
};

const resourceColumns = ({ sku, subAccount, ...line }: Line): FocusRow => ({
  AvailabilityZone: line.zone,
  RegionId: line.regionId,
  RegionName: line.regionName,
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
