import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Connection,
  connectionOptions,
  getConnection,
  listConnections,
  listSyncs,
  type Sync,
} from '../../../shared/connections/contract.ts';
import { call } from '../../ui/api/call.ts';

/** Begins the key of everything that is known about connections of an organisation. */
export const connectionsKey = (organisationId: string) => ['connections', organisationId] as const;

const pageSize = 100;
/** Runs tell how far a sync is; only the connection itself tells which source is at what page. */
const followMs = 1_500;

/** Whether a sync is still under way. */
export const isUnderWay = (sync: Sync | null | undefined): boolean =>
  sync?.state === 'reading' || sync?.state === 'judging';

/** The connections of an organisation, newest first; read again and again while one of them syncs. */
export const connectionsQuery = (organisationId: string) =>
  infiniteQueryOptions({
    queryKey: [...connectionsKey(organisationId), 'list'],
    queryFn: ({ signal, pageParam }) =>
      call(
        listConnections,
        { params: { organisationId }, query: { limit: pageSize, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ lastSync }) => isUnderWay(lastSync)))
        ? followMs * 2
        : false,
  });

/** One connection; read again and again while it syncs. */
export const connectionQuery = (organisationId: string, connectionId: string) =>
  queryOptions({
    queryKey: [...connectionsKey(organisationId), 'one', connectionId],
    queryFn: ({ signal }): Promise<Connection> =>
      call(getConnection, { params: { organisationId, connectionId } }, { signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.lastSync) ? followMs : false),
  });

/** What was read through a connection, newest first. */
export const syncsQuery = (organisationId: string, connectionId: string) =>
  infiniteQueryOptions({
    queryKey: [...connectionsKey(organisationId), 'syncs', connectionId],
    queryFn: ({ signal, pageParam }) =>
      call(
        listSyncs,
        { params: { organisationId, connectionId }, query: { limit: pageSize, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Which clouds there are, what they lack, and whether the installation is registered there. */
export const optionsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['connection-options', organisationId],
    queryFn: ({ signal }) => call(connectionOptions, { params: { organisationId } }, { signal }),
    staleTime: 300_000,
  });
