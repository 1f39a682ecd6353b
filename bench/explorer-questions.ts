import type { ChargeFile } from '../src/features/explorer/feature.ts';
import { quotePath } from '../src/platform/lake/sql-text.ts';
import type { Question } from '../src/shared/explorer/question.ts';

/** A question as people ask it, and the SQL that somebody who knows the files would write for it. */
export interface Typical {
  readonly name: string;
  readonly question: Question;
  readonly sql: string;
}

const base: Question = {
  from: '2026-10-01T00:00:00Z',
  to: '2026-11-01T00:00:00Z',
  filter: [],
  cost: 'billed',
  currency: 'USD',
  granularity: 'day',
  groupBy: [],
  measure: 'cost',
  compare: false,
  limit: 12,
  sort: 'total',
};
const year = { from: '2025-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', granularity: 'month' } as const;

/** `from … where …` over the files of a period: by hand one names the files, the period and the currency. */
const charges = (files: readonly ChargeFile[], from: string, to: string): string => {
  const [start, end] = [new Date(from), new Date(to)];
  const own = files.filter((file) => file.minChargePeriodStart < end && file.maxChargePeriodStart >= start);
  const list = own.map((file) => quotePath(file.path)).join(', ');
  return `from read_parquet([${list}]) where ChargePeriodStart >= timestamp '${from.slice(0, 10)}'
    and ChargePeriodStart < timestamp '${to.slice(0, 10)}' and BillingCurrency = 'USD'`;
};

/** What is measured: from one number to the course of the twelve most expensive of 200,000 resources. */
export const typicalQuestions = (files: readonly ChargeFile[]): readonly Typical[] => {
  const month = charges(files, base.from, base.to);
  const twoMonths = charges(files, '2026-09-01T00:00:00Z', base.to);
  const all = charges(files, year.from, year.to);
  return [
    {
      name: 'a month by day',
      question: base,
      sql: `select ChargePeriodStart::date, sum(BilledCost) ${month} group by all`,
    },
    {
      name: 'a month by service and day',
      question: { ...base, groupBy: ['ServiceName'] },
      sql: `select ServiceName, ChargePeriodStart::date, sum(BilledCost) ${month} group by all`,
    },
    {
      name: 'thirteen months by service and month',
      question: { ...base, ...year, groupBy: ['ServiceName'] },
      sql: `select ServiceName, date_trunc('month', ChargePeriodStart), sum(BilledCost) ${all} group by all`,
    },
    {
      name: 'thirteen months by provider, account and month',
      question: { ...base, ...year, groupBy: ['ProviderName', 'SubAccountName'] },
      sql: `select ProviderName, SubAccountName, date_trunc('month', ChargePeriodStart), sum(BilledCost) ${all} group by all`,
    },
    {
      name: 'a month by service against the month before',
      question: { ...base, granularity: 'none', groupBy: ['ServiceName'], compare: true },
      sql: `select ServiceName, ChargePeriodStart >= timestamp '2026-10-01', sum(BilledCost) ${twoMonths} group by all`,
    },
    {
      name: 'a month by tag and day',
      question: { ...base, groupBy: ['tag:team'] },
      sql: `select Tags['team'], ChargePeriodStart::date, sum(BilledCost) ${month} group by all`,
    },
    {
      name: 'a month of two services outside a region, by account',
      question: {
        ...base,
        groupBy: ['SubAccountId'],
        filter: [
          { dimension: 'ServiceName', op: 'include', values: ['Service 3', 'Service 7'] },
          { dimension: 'RegionId', op: 'exclude', values: ['region-1'] },
        ],
      },
      sql: `select SubAccountId, ChargePeriodStart::date, sum(BilledCost) ${month}
        and ServiceName in ('Service 3', 'Service 7') and (RegionId is null or RegionId <> 'region-1') group by all`,
    },
    {
      name: 'a month by resource (200,000 of them)',
      question: { ...base, granularity: 'none', groupBy: ['ResourceId'] },
      sql: `select ResourceId, sum(BilledCost) as cost ${month} group by all order by cost desc limit 12`,
    },
    {
      name: 'the course of the twelve largest resources by day',
      question: { ...base, groupBy: ['ResourceId'] },
      sql: `with top as (select ResourceId, sum(BilledCost) as cost ${month} group by all order by cost desc limit 12)
        select case when ResourceId in (select ResourceId from top) then ResourceId end, ChargePeriodStart::date, sum(BilledCost)
        ${month} group by all`,
    },
    {
      name: 'price per hour by region and day',
      question: { ...base, measure: 'unit', unit: 'Hours', groupBy: ['RegionId'] },
      sql: `select RegionId, ChargePeriodStart::date, sum(BilledCost) / sum(ConsumedQuantity) ${month}
        and ConsumedUnit = 'Hours' and ConsumedQuantity is not null group by all`,
    },
  ];
};
