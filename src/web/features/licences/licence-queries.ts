import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { listConnections } from '../../../shared/connections/contract.ts';
import {
  getFinding,
  getInventory,
  getLicenceUser,
  getMix,
  getPolicy,
  getUsage,
  groupFindings,
  listFindings,
  listLicenceUsers,
  listRenewals,
  seatHistory,
} from '../../../shared/licences/contract.ts';
import { call } from '../../ui/api/call.ts';

/** Begins the key of every answer about licences of an organisation. */
export const licencesKey = (organisationId: string) => ['licences', organisationId] as const;
/** Begins the key of whatever depends on what people decide about findings. */
export const findingsKey = (organisationId: string) => [...licencesKey(organisationId), 'findings'] as const;

/** Facts change with syncs, which invalidate them; this is for what others do. */
const staleTime = 60_000;
const pageSize = 200;

export const connectionsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['connections', organisationId, 'all'],
    queryFn: ({ signal }) =>
      call(listConnections, { params: { organisationId }, query: { limit: 500 } }, { signal }),
  });

/** Every SKU of a tenant, or of all tenants together. */
export const inventoryQuery = (organisationId: string, connectionId?: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'inventory', connectionId ?? 'all'],
    queryFn: ({ signal }) =>
      call(getInventory, { params: { organisationId }, query: { connectionId } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime,
  });

export interface HistoryOf {
  readonly connectionId?: string | undefined;
  readonly skuId?: string | undefined;
  readonly from: string;
}

export const historyQuery = (organisationId: string, of: HistoryOf) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'history', of],
    queryFn: ({ signal }) => call(seatHistory, { params: { organisationId }, query: { ...of } }, { signal }),
    staleTime,
  });

export const renewalsQuery = (organisationId: string, connectionId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'renewals', connectionId],
    queryFn: ({ signal }) =>
      call(listRenewals, { params: { organisationId }, query: { connectionId } }, { signal }),
    staleTime,
  });

export type UsersAsked = Omit<z.input<typeof listLicenceUsers.query>, 'cursor' | 'limit'>;

export const usersQuery = (organisationId: string, asked: UsersAsked) =>
  infiniteQueryOptions({
    queryKey: [...licencesKey(organisationId), 'users', asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        listLicenceUsers,
        { params: { organisationId }, query: { ...asked, limit: pageSize, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime,
  });

/** Departments, countries and cost centres of the users, to choose from. */
export const userChoicesQuery = (organisationId: string, connectionId: string | undefined) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'user-choices', connectionId ?? 'all'],
    queryFn: async ({ signal }) => {
      const query = { connectionId, limit: 1 };
      return (await call(listLicenceUsers, { params: { organisationId }, query }, { signal })).choices;
    },
    staleTime,
  });

export const userQuery = (organisationId: string, connectionId: string, userId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'user', connectionId, userId],
    queryFn: ({ signal }) =>
      call(getLicenceUser, { params: { organisationId, connectionId, userId } }, { signal }),
    staleTime,
  });

export type FindingsFilter = Omit<
  z.input<typeof listFindings.query>,
  'cursor' | 'limit' | 'sort' | 'direction'
>;
export type FindingsAsked = Omit<z.input<typeof listFindings.query>, 'cursor' | 'limit'>;

export const findingsQuery = (organisationId: string, asked: FindingsAsked) =>
  infiniteQueryOptions({
    queryKey: [...findingsKey(organisationId), 'list', asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        listFindings,
        { params: { organisationId }, query: { ...asked, limit: pageSize, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime,
  });

export type Grouping = NonNullable<z.input<typeof groupFindings.query>['by']>;

export const groupsQuery = (organisationId: string, by: Grouping, filter: FindingsFilter) =>
  queryOptions({
    queryKey: [...findingsKey(organisationId), 'groups', by, filter],
    queryFn: ({ signal }) =>
      call(groupFindings, { params: { organisationId }, query: { ...filter, by } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime,
  });

export const findingQuery = (organisationId: string, findingId: string) =>
  queryOptions({
    queryKey: [...findingsKey(organisationId), 'one', findingId],
    queryFn: ({ signal }) => call(getFinding, { params: { organisationId, findingId } }, { signal }),
    staleTime,
  });

export const mixQuery = (organisationId: string, connectionId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'mix', connectionId],
    queryFn: ({ signal }) => call(getMix, { params: { organisationId, connectionId } }, { signal }),
    staleTime,
  });

export const usageQuery = (organisationId: string, connectionId?: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'usage', connectionId ?? 'all'],
    queryFn: ({ signal }) =>
      call(getUsage, { params: { organisationId }, query: { connectionId } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime,
  });

/** The thresholds that the rules go by; the page of the policy shares the key. */
export const policyQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'policy'],
    queryFn: ({ signal }) => call(getPolicy, { params: { organisationId } }, { signal }),
    staleTime,
  });
