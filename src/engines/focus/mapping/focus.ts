import type { FocusColumnName } from '../columns.ts';
import { costScale, lakeColumns, quantityScale } from './lake-schema.ts';
import { type MappedColumn, type Mapping, maps } from './mapping.ts';

const special: Partial<Record<FocusColumnName, readonly [expression: string, note: string]>> = {
  ProviderName: [
    'coalesce({ProviderName}, {ServiceProviderName})',
    'ServiceProviderName where ProviderName is absent (FOCUS 1.3 deprecates it), so that one question works across versions.',
  ],
  ServiceProviderName: ['coalesce({ServiceProviderName}, {ProviderName})', 'ProviderName before FOCUS 1.3.'],
};

const kindOf = (name: FocusColumnName, sqlType: string): string => {
  if (sqlType === 'TIMESTAMP') return `{${name}:instant}`;
  if (sqlType.startsWith('MAP')) return `{${name}:tags}`;
  if (sqlType.endsWith(`${costScale})`)) return `{${name}:decimal${costScale}}`;
  if (sqlType.endsWith(`${quantityScale})`)) return `{${name}:decimal${quantityScale}}`;
  return `{${name}}`;
};

const asIs = ({ name, sqlType }: (typeof lakeColumns)[number]): MappedColumn => {
  const [expression, note] = special[name] ?? [kindOf(name, sqlType), ''];
  return maps(name, expression, note);
};

/** FOCUS 1.0 to 1.3 into the lake: every column as it is. */
export const focusMapping: Mapping = {
  format: 'focus',
  title: 'FOCUS 1.0 to 1.3',
  signature: [
    ['ProviderName', 'ServiceProviderName'],
    ['BilledCost'],
    ['EffectiveCost'],
    ['ListCost'],
    ['BillingAccountId'],
    ['BillingCurrency'],
    ['BillingPeriodStart'],
    ['BillingPeriodEnd'],
    ['ChargePeriodStart'],
    ['ChargePeriodEnd'],
    ['ChargeCategory'],
    ['ServiceName'],
  ],
  foreign: [],
  columns: lakeColumns.map(asIs),
  dropped: [],
  unknown: [],
  remarks: [],
  sources: ['FOCUS specification 1.0, 1.1, 1.2 and 1.3 (focus.finops.org)'],
};
