import { Exact } from '../../shared/money.ts';
import type { Month } from './calendar.ts';
import type { Cloud, Line } from './model.ts';

/** Something committed to for a year or longer, in exchange for a lower price. */
export interface Commitment {
  readonly cloud: Cloud;
  readonly billingAccountId: string;
  readonly id: string;
  readonly name: string;
  /** `Spend` commits an amount of money per hour, `Usage` a number of units that run. */
  readonly category: 'Spend' | 'Usage';
  readonly type: string;
  readonly service: string;
  readonly subcategory: string;
  readonly serviceCategory: string;
  readonly unit: string;
  /** Money per hour (Spend) or units (Usage), around the clock. */
  readonly perHour: string;
  /** Price of one unit: 1 for Spend, where the unit is money. */
  readonly unitPrice: string;
  readonly regionId: string | undefined;
  /** First month, and the first one after its end where that lies in the sample. */
  readonly fromMonth: number;
  readonly untilMonth?: number;
  /** `upfront`: paid at once. `recurring`: paid day by day. */
  readonly payment: 'upfront' | 'recurring';
  /** For Usage: what it covers. A Spend commitment covers every SKU with a plan price. */
  readonly skuId?: string;
}

export const commitments: readonly Commitment[] = [
  {
    cloud: 'aws',
    billingAccountId: '204816730955',
    id: 'arn:aws:savingsplans::204816730955:savingsplan/5f0c2e7a-91d4-4b6f-8a37-0d6e41b2c9f8',
    name: 'Compute savings plan, three years',
    category: 'Spend',
    type: 'Compute Savings Plan',
    service: 'AWS Savings Plans',
    serviceCategory: 'Compute',
    subcategory: 'Other (Compute)',
    unit: 'USD',
    perHour: '20',
    unitPrice: '1',
    regionId: undefined,
    fromMonth: 2,
    payment: 'recurring',
  },
  {
    cloud: 'aws',
    billingAccountId: '204816730955',
    id: 'arn:aws:rds:us-east-1:204816730955:ri:halcyon-databases',
    name: 'Reserved PostgreSQL db.r6g.xlarge',
    category: 'Usage',
    type: 'Reserved Instance',
    service: 'Amazon Relational Database Service',
    serviceCategory: 'Databases',
    subcategory: 'Relational Databases',
    unit: 'Hours',
    perHour: '15',
    unitPrice: '0.293',
    regionId: 'us-east-1',
    fromMonth: 0,
    payment: 'recurring',
    skuId: 'db.r6g.xlarge',
  },
  {
    cloud: 'microsoft',
    billingAccountId: '7c1f0a52-halcyon-us',
    id: '/providers/Microsoft.Capacity/reservationOrders/3e8d1c40-6f2b-4a95-9b07-c5d2e8f1a364',
    name: 'Reserved D8s v5, one year',
    category: 'Usage',
    type: 'Reservation',
    service: 'Virtual Machines',
    serviceCategory: 'Compute',
    subcategory: 'Virtual Machines',
    unit: 'Hours',
    perHour: '12',
    unitPrice: '0.2381',
    regionId: 'eastus',
    fromMonth: 0,
    untilMonth: 12,
    payment: 'upfront',
    skuId: 'D8s-v5',
  },
  {
    cloud: 'google',
    billingAccountId: '01A4F7-9C33D0-5E2B81',
    id: '//billing.googleapis.com/billingAccounts/01A4F7-9C33D0-5E2B81/commitments/halcyon-flex',
    name: 'Compute flexible commitment, one year',
    category: 'Spend',
    type: 'Flexible Committed Use Discount',
    service: 'Compute Engine',
    serviceCategory: 'Compute',
    subcategory: 'Virtual Machines',
    unit: 'USD',
    perHour: '4.2',
    unitPrice: '1',
    regionId: undefined,
    fromMonth: 4,
    payment: 'recurring',
  },
];

/** Whether the commitment runs in this month. */
export const isRunning = ({ fromMonth, untilMonth }: Commitment, month: Month): boolean =>
  month.index >= fromMonth && month.index < (untilMonth ?? Number.POSITIVE_INFINITY);

/** What a commitment gives in one day: money or unit hours. */
export const perDay = ({ perHour }: Commitment): Exact => new Exact(perHour).times(24);

/** A part of a line's usage on a day, covered by a commitment or not. */
export interface Share {
  readonly line: Line;
  readonly quantity: Exact;
  /** Absent: on demand. */
  readonly cover?: {
    readonly commitment: Commitment;
    /** How much of the commitment it uses, in the commitment's unit. */
    readonly used: Exact;
    /** What that costs. */
    readonly cost: Exact;
  };
}

export interface Usage {
  readonly line: Line;
  readonly quantity: Exact;
  /** Price after the contract, before any commitment. */
  readonly contractedUnitPrice: Exact;
}

export interface Covered {
  readonly shares: readonly Share[];
  /** What is left of the commitment, in its unit. */
  readonly unused: Exact;
}

const covers = (commitment: Commitment, { account, sku, regionId }: Line): boolean =>
  account.id === commitment.billingAccountId &&
  (commitment.skuId === undefined ? sku.planDiscount !== undefined : sku.id === commitment.skuId) &&
  (commitment.regionId === undefined || commitment.regionId === regionId);

/** What one unit of usage takes of the commitment, in the commitment's unit. */
const rateOf = (commitment: Commitment, { line, contractedUnitPrice }: Usage): Exact =>
  commitment.category === 'Usage'
    ? new Exact(1)
    : contractedUnitPrice.times(new Exact(1).minus(line.sku.planDiscount ?? 0)).toDecimalPlaces(10);

/**
 * Applies one commitment to the usage of one day: the largest discount first, then in the order of the estate.
 * The last line may be covered in part; what then is used and what is left make up the commitment exactly.
 */
export const applyCommitment = (commitment: Commitment, usage: readonly Usage[]): Covered => {
  const eligible = usage.filter(({ line }) => covers(commitment, line));
  const others = usage.filter(({ line }) => !covers(commitment, line));
  const shares: Share[] = others.map(({ line, quantity }) => ({ line, quantity }));
  let left = perDay(commitment);
  for (const each of eligible.sort(byDiscount)) {
    const rate = rateOf(commitment, each);
    const whole = each.quantity.times(rate);
    const fits = whole.lessThanOrEqualTo(left);
    const quantity = fits ? each.quantity : left.div(rate).toDecimalPlaces(4, Exact.ROUND_DOWN);
    const rest = each.quantity.minus(quantity);
    if (quantity.isPositive() && !quantity.isZero()) {
      const used = fits ? whole : left;
      shares.push({
        line: each.line,
        quantity,
        cover: { commitment, used, cost: used.times(commitment.unitPrice) },
      });
      left = left.minus(used);
    }
    if (!rest.isZero()) shares.push({ line: each.line, quantity: rest });
  }
  return { shares, unused: left };
};

const byDiscount = (one: Usage, other: Usage): number =>
  new Exact(other.line.sku.planDiscount ?? 0).comparedTo(one.line.sku.planDiscount ?? 0);
