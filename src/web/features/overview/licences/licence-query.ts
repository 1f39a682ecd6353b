import { queryOptions } from '@tanstack/react-query';
import { type LicenceOverview, licenceOverview } from '../../../../shared/licences/contract.ts';
import { call } from '../../../ui/api/call.ts';

/** What the overview of an organisation says about its licences; runs that read or judge invalidate it. */
export const licenceOverviewQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['licences', organisationId, 'overview'],
    queryFn: ({ signal }): Promise<LicenceOverview> =>
      call(licenceOverview, { params: { organisationId } }, { signal }),
    staleTime: 60_000,
  });

/** Whether any tenant was read. */
export const isRead = ({ connections }: LicenceOverview): boolean =>
  connections.some(({ asOf }) => asOf !== null);
