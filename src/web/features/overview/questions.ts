import type { Dimension } from '../../../shared/explorer/dimensions.ts';
import type { Filter } from '../../../shared/explorer/filters.ts';
import type { Overview } from '../../../shared/overview/contract.ts';
import type { PageTarget } from '../../ui/page/links.tsx';

interface Asked {
  readonly groupBy: readonly Dimension[];
  readonly filters?: readonly Filter[];
  readonly from: string;
  readonly to: string;
  readonly cost?: string;
  readonly tab?: string;
}

/** The longest value that a filter of the explorer holds. */
const longestValue = 1000;

/** The explorer with a question filled in, in the currency and cost of the overview. */
const explore = ({ cost, currency }: Overview, asked: Asked): PageTarget => ({
  path: 'cloud/explorer',
  search: { cost, currency: currency ?? undefined, ...asked },
});

/** Charges with this value; undefined for what no filter can hold. */
const only = (dimension: Dimension, value: string | null): Filter[] =>
  (value?.length ?? 0) > longestValue ? [] : [{ dimension, op: 'include', values: [value] }];

/** The questions behind the numbers of an overview of a month. */
export const questionsOf = (overview: Overview, month: NonNullable<Overview['month']>) => {
  const days = { from: month.from, to: overview.through ?? month.to };
  return {
    month: explore(overview, { ...days, groupBy: ['ServiceName'] }),
    movers: explore(overview, { ...days, groupBy: ['ServiceName'], tab: 'movers' }),
    provider: (name: string | null) =>
      explore(overview, { ...days, groupBy: ['ServiceName'], filters: only('ProviderName', name) }),
    service: (provider: string | null, service: string | null) =>
      explore(overview, {
        ...days,
        groupBy: ['SubAccountName'],
        filters: [...only('ProviderName', provider), ...only('ServiceName', service)],
      }),
    commitments: explore(overview, {
      ...days,
      cost: 'effective',
      groupBy: ['CommitmentDiscountStatus'],
      filters: [{ dimension: 'CommitmentDiscountId', op: 'not-null' }],
    }),
    trendMonth: (start: string) =>
      explore(overview, { from: start, to: monthAfter(start), groupBy: ['ServiceName'] }),
  };
};
export type Questions = ReturnType<typeof questionsOf>;

const monthAfter = (start: string): string => {
  const at = new Date(start);
  const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  return `${next.toISOString().slice(0, 10)}T00:00:00Z`;
};
