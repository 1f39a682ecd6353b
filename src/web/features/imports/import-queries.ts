import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getImport, type Import, type ImportDetail, listImports } from '../../../shared/imports/contract.ts';
import { call } from '../../ui/api/call.ts';

/** Begins the key of everything that is known about imports of an organisation. */
export const importsKey = (organisationId: string) => ['imports', organisationId] as const;

const pageSize = 100;

/** The imports of an organisation, newest first. */
export const importsQuery = (organisationId: string) =>
  infiniteQueryOptions({
    queryKey: [...importsKey(organisationId), 'list'],
    queryFn: ({ signal, pageParam }) =>
      call(
        listImports,
        { params: { organisationId }, query: { limit: pageSize, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** One import with its report. */
export const importQuery = (organisationId: string, importId: string) =>
  queryOptions({
    queryKey: [...importsKey(organisationId), 'one', importId],
    queryFn: ({ signal }): Promise<ImportDetail> =>
      call(getImport, { params: { organisationId, importId } }, { signal }),
  });

/** What an import is called: its first file. */
export const nameOfImport = ({ files, id }: Import): string => files[0]?.name ?? id;
