import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Month } from './calendar.ts';
import { billingAccounts } from './company.ts';
import { accountColumns, costColumnsOf, type FocusRow, sameCosts } from './focus-row.ts';
import type { BillingAccount } from './model.ts';
import { exchangeRate } from './price.ts';

/** A charge that is no usage: support, a licence, a credit, a refund. */
interface MonthCharge {
  readonly billingAccountId: string;
  /** Months that have it. */
  readonly fromMonth: number;
  readonly untilMonth: number;
  readonly category: 'Purchase' | 'Credit' | 'Usage';
  readonly isCorrection?: true;
  readonly frequency: 'One-Time' | 'Recurring';
  readonly description: string;
  readonly publisher?: string;
  readonly service: string;
  readonly serviceCategory: string;
  readonly subcategory: string;
  readonly sku: string;
  /** US dollars; below zero: the company gets it. */
  readonly dollars: string;
}

const support = { serviceCategory: 'Management and Governance', subcategory: 'Support' } as const;
const monitoring = {
  billingAccountId: '7c1f0a52-halcyon-us',
  category: 'Purchase',
  frequency: 'One-Time',
  publisher: 'Larkfield Monitoring Ltd',
  service: 'Larkfield Insight',
  serviceCategory: 'Management and Governance',
  subcategory: 'Observability',
  sku: 'larkfield-insight-annual',
} as const;

const monthCharges: readonly MonthCharge[] = [
  {
    ...support,
    billingAccountId: '204816730955',
    fromMonth: 0,
    untilMonth: 13,
    category: 'Purchase',
    frequency: 'Recurring',
    description: 'Business support, fee of the month',
    service: 'AWS Support (Business)',
    sku: 'support-business',
    dollars: '2900',
  },
  {
    ...support,
    billingAccountId: '01A4F7-9C33D0-5E2B81',
    fromMonth: 0,
    untilMonth: 13,
    category: 'Purchase',
    frequency: 'Recurring',
    description: 'Standard support, fee of the month',
    service: 'Cloud Support',
    sku: 'support-standard',
    dollars: '450',
  },
  {
    billingAccountId: '204816730955',
    fromMonth: 0,
    untilMonth: 4,
    category: 'Credit',
    frequency: 'One-Time',
    description: 'Migration credit',
    service: 'Amazon Elastic Compute Cloud',
    serviceCategory: 'Compute',
    subcategory: 'Virtual Machines',
    sku: '',
    dollars: '-1500',
  },
  { ...monitoring, fromMonth: 3, untilMonth: 4, description: 'Annual licence', dollars: '8400' },
  {
    ...monitoring,
    fromMonth: 4,
    untilMonth: 5,
    isCorrection: true,
    description: 'Refund of the annual licence, cancelled within 30 days',
    dollars: '-8400',
  },
  {
    billingAccountId: '01A4F7-9C33D0-5E2B81',
    fromMonth: 6,
    untilMonth: 7,
    category: 'Credit',
    frequency: 'One-Time',
    description: 'Service level credit for an interruption',
    service: 'BigQuery',
    serviceCategory: 'Databases',
    subcategory: 'Data Warehouses',
    sku: '',
    dollars: '-320.55',
  },
  {
    billingAccountId: '204816730955',
    fromMonth: 7,
    untilMonth: 8,
    category: 'Usage',
    isCorrection: true,
    frequency: 'One-Time',
    description: 'Correction of data transfer charged in the month before',
    service: 'AWS Data Transfer',
    serviceCategory: 'Networking',
    subcategory: 'Network Connectivity',
    sku: '',
    dollars: '-184.32',
  },
];

/** Charges of a month besides usage and commitments; those that come at its end only when it is over. */
export const chargesOfMonth = (accounts: readonly BillingAccount[], month: Month): readonly FocusRow[] =>
  monthCharges
    .filter(({ fromMonth, untilMonth }) => month.index >= fromMonth && month.index < untilMonth)
    .flatMap((charge) => {
      const account = accounts.find(({ id }) => id === charge.billingAccountId);
      return account ? [monthRow(account, month, charge)] : [];
    });

const monthRow = (account: BillingAccount, month: Month, charge: MonthCharge): FocusRow => {
  const dollars = new Exact(charge.dollars);
  // Credits and corrections relate to no price.
  const priced = charge.category === 'Purchase' && charge.isCorrection === undefined;
  const price = priced ? formatDecimal(dollars) : undefined;
  return {
    ...accountColumns(account, month),
    ...costColumnsOf(sameCosts(dollars.times(exchangeRate(account, month)))),
    PublisherName: charge.publisher ?? accountColumns(account, month).PublisherName,
    ChargeCategory: charge.category,
    ChargeClass: charge.isCorrection && 'Correction',
    ChargeDescription: charge.description,
    ChargeFrequency: charge.frequency,
    ChargePeriodStart: month.start,
    ChargePeriodEnd: month.end,
    PricingCategory: priced ? 'Standard' : undefined,
    PricingQuantity: priced ? '1' : undefined,
    PricingUnit: priced ? 'Units' : undefined,
    ListUnitPrice: price,
    ContractedUnitPrice: price,
    PricingCurrencyListUnitPrice: price,
    PricingCurrencyContractedUnitPrice: price,
    PricingCurrencyEffectiveCost: formatDecimal(dollars),
    ServiceCategory: charge.serviceCategory,
    ServiceName: charge.service,
    ServiceSubcategory: charge.subcategory,
    SkuId: charge.sku || undefined,
    SkuMeter: charge.sku ? charge.description : undefined,
    SkuPriceId: charge.sku ? `${charge.sku}.month` : undefined,
  };
};

/** The accounts of a cloud, in their order. */
export const accountsOf = (cloud: BillingAccount['cloud']): readonly BillingAccount[] =>
  billingAccounts.filter((account) => account.cloud === cloud);
