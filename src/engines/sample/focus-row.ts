import { Exact, formatDecimal } from '../../shared/money.ts';
import { type FocusColumnName, focusColumns } from '../focus/columns.ts';
import type { Month } from './calendar.ts';
import { type BillingAccount, clouds } from './model.ts';

/** A row: absent columns are null. */
export type FocusRow = Partial<Record<FocusColumnName, string | undefined>>;

/** The columns of the sample: all of FOCUS 1.2, in the order of the specification. */
export const sampleColumns: readonly FocusColumnName[] = focusColumns
  .filter(({ introduced }) => introduced !== '1.3')
  .map(({ name }) => name);

/** The header line of every file. */
export const headerLine = `${sampleColumns.join(',')}\n`;

/** A row as one line of CSV (RFC 4180): quoted only where it must be, null as nothing. */
export const toCsvLine = (row: FocusRow): string =>
  `${sampleColumns.map((column) => quote(row[column])).join(',')}\n`;

const quote = (text: string | undefined): string => {
  if (text === undefined) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The four costs of a row, in billing currency. */
export interface Costs {
  readonly billed: Exact;
  readonly effective: Exact;
  readonly list: Exact;
  readonly contracted: Exact;
}

/** The columns of the four costs. */
export const costColumnsOf = (costs: Costs): FocusRow => ({
  BilledCost: formatDecimal(costs.billed),
  EffectiveCost: formatDecimal(costs.effective),
  ListCost: formatDecimal(costs.list),
  ContractedCost: formatDecimal(costs.contracted),
});

/** All four costs the same: what is no usage and covers no future usage. */
export const sameCosts = (cost: Exact): Costs => ({
  billed: cost,
  effective: cost,
  list: cost,
  contracted: cost,
});

/** Columns that every row of an account and month has alike. */
export const accountColumns = (account: BillingAccount, month: Month): FocusRow => ({
  ProviderName: clouds[account.cloud].name,
  PublisherName: clouds[account.cloud].name,
  InvoiceIssuerName: clouds[account.cloud].issuer,
  BillingAccountId: account.id,
  BillingAccountName: account.name,
  BillingAccountType: account.type,
  BillingCurrency: account.currency,
  PricingCurrency: 'USD',
  BillingPeriodStart: month.start,
  BillingPeriodEnd: month.end,
  // An invoice is made when its month is over.
  InvoiceId: month.isComplete ? `${account.id}-${month.name}` : undefined,
});

/** Prices are published to ten decimals. */
export const toPrice = (price: Exact): Exact => price.toDecimalPlaces(10);

/** No money. */
export const nothing = new Exact(0);
