/** Small FOCUS exports for tests: one billing period, every row the same, so that sums are plain to see. */
export interface FocusCsvOptions {
  /** `2026-01` */
  readonly period: string;
  readonly rows: number;
  /** Cost of each row, as text. */
  readonly cost: string;
  readonly provider?: string;
  readonly account?: string;
  readonly currency?: string;
  readonly service?: string;
}

export const focusHeader =
  'BilledCost,EffectiveCost,ListCost,ContractedCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,PublisherName,InvoiceIssuerName,ServiceName,ServiceCategory,ResourceId,ChargeDescription';

/** The lines below the header. */
export const focusLines = (options: FocusCsvOptions): string[] => {
  const {
    period,
    rows,
    cost,
    provider = 'AWS',
    account = 'acct',
    currency = 'USD',
    service = 'EC2',
  } = options;
  const end = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 1)).toISOString();
  return Array.from({ length: rows }, (_, row) => {
    const day = `${period}-${String(1 + (row % 28)).padStart(2, '0')}`;
    const charge = `${day}T00:00:00Z,${day}T01:00:00Z`;
    const costs = Array.from({ length: 4 }, () => cost).join(',');
    return `${costs},${account},${currency},${period}-01T00:00:00Z,${end},${charge},Usage,${provider},${provider},${provider},${service},Compute,res-${row % 97},note ${row}`;
  });
};

/** A whole file. */
export const focusCsv = (options: FocusCsvOptions): string =>
  `${[focusHeader, ...focusLines(options)].join('\n')}\n`;
