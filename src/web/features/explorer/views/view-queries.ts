import { queryOptions } from '@tanstack/react-query';
import { listViews } from '../../../../shared/views/contract.ts';
import { call } from '../../../ui/api/call.ts';

/** The caller's own views and those shared with the organisation. */
export const viewsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['views', organisationId],
    queryFn: ({ signal }) => call(listViews, { params: { organisationId } }, { signal }),
  });
