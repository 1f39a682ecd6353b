import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type CostsAnswer,
  listCharges,
  listDimensionValues,
  listMovers,
  listResources,
  listTagKeys,
  queryCosts,
} from '../../../shared/explorer/contract.ts';
import type { Dimension } from '../../../shared/explorer/dimensions.ts';
import { dimensionSchema } from '../../../shared/explorer/dimensions.ts';
import type { Period } from '../../../shared/explorer/period.ts';
import { type ChargesOf, type Question, writeQuestion } from '../../../shared/explorer/question.ts';
import { call } from '../../ui/api/call.ts';
import type { LoadValues } from '../../ui/filter/filter-editor.tsx';

/** Begins the key of every answer about costs of an organisation. */
export const costsKey = (organisationId: string) => ['costs', organisationId] as const;

/** Answers change with imports only, which invalidate them; this is for imports by others. */
const staleTime = 60_000;
const pageSize = 100;

export const chargesOf = ({ from, to, filter, cost, currency }: Question): ChargesOf => ({
  from,
  to,
  filter,
  cost,
  currency,
});

/** The answer to a question; the earlier one stays until it is there. */
export const costsQuery = (organisationId: string, question: Question) =>
  queryOptions({
    queryKey: [...costsKey(organisationId), 'series', question],
    queryFn: ({ signal }): Promise<CostsAnswer> =>
      call(queryCosts, { params: { organisationId }, query: writeQuestion(question) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime,
  });

/** The total of the previous period over time, to draw behind the present one. */
export const previousCostsQuery = (organisationId: string, question: Question, period: Period | undefined) =>
  queryOptions({
    queryKey: [...costsKey(organisationId), 'previous', { ...question, ...period }],
    queryFn: ({ signal }): Promise<CostsAnswer> =>
      call(
        queryCosts,
        {
          params: { organisationId },
          query: writeQuestion({ ...question, ...period, groupBy: [], compare: false, limit: 1 }),
        },
        { signal },
      ),
    enabled: period !== undefined,
    placeholderData: keepPreviousData,
    staleTime,
  });

export const moversQuery = (organisationId: string, question: Question, dimension: Dimension) => {
  const asked = chargesOf(question);
  return queryOptions({
    queryKey: [...costsKey(organisationId), 'movers', dimension, asked],
    queryFn: ({ signal }) =>
      call(
        listMovers,
        { params: { organisationId }, query: { ...writeQuestion(asked), dimension, limit: pageSize } },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime,
  });
};

export const resourcesQuery = (organisationId: string, question: Question) => {
  const asked = chargesOf(question);
  return infiniteQueryOptions({
    queryKey: [...costsKey(organisationId), 'resources', asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        listResources,
        {
          params: { organisationId },
          query: { ...writeQuestion(asked), limit: pageSize, cursor: pageParam },
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime,
  });
};

export const chargesQuery = (organisationId: string, asked: ChargesOf) =>
  infiniteQueryOptions({
    queryKey: [...costsKey(organisationId), 'charges', asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        listCharges,
        {
          params: { organisationId },
          query: { ...writeQuestion(asked), limit: pageSize, cursor: pageParam },
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime,
  });

/** The keys of tags in a period, those with the largest cost first. */
export const tagKeysQuery = (organisationId: string, { from, to }: Period) =>
  queryOptions({
    queryKey: [...costsKey(organisationId), 'tag-keys', from, to],
    queryFn: ({ signal }) =>
      call(listTagKeys, { params: { organisationId }, query: { from, to, limit: 1000 } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime,
  });

/** Values of a dimension by cost, among the charges that the other filters let through. */
export const valuesLoader =
  (organisationId: string, question: Question): LoadValues =>
  async (name, text, signal) => {
    const dimension = dimensionSchema.parse(name);
    const asked = chargesOf(question);
    const filter = asked.filter.filter((each) => each.dimension !== dimension);
    const { items } = await call(
      listDimensionValues,
      {
        params: { organisationId },
        query: { ...writeQuestion({ ...asked, filter }), dimension, search: text === '' ? undefined : text },
      },
      { signal },
    );
    return items.map(({ value }) => value);
  };
