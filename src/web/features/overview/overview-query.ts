import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CostKind } from '../../../shared/explorer/question.ts';
import { getOverview, type Overview } from '../../../shared/overview/contract.ts';
import { call } from '../../ui/api/call.ts';

/** What the overview of an organisation says about a cost in a currency. */
export const overviewQuery = (organisationId: string, cost: CostKind, currency: string | undefined) =>
  queryOptions({
    queryKey: ['overview', organisationId, cost, currency ?? ''],
    queryFn: ({ signal }): Promise<Overview> =>
      call(getOverview, { params: { organisationId }, query: { cost, currency } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
