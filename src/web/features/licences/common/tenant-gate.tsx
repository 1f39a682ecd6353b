import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { SkeletonRows, SkeletonTiles } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { inventoryQuery } from '../licence-queries.ts';
import { NoReader } from './no-connection.tsx';
import { NotReadYet } from './not-read-yet.tsx';

/** The facts of all tenants, which decide whether there is anything to show. */
export const useFacts = (): Inventory | undefined => {
  const { organisationId } = useOrganisation();
  const { data } = useQuery(inventoryQuery(organisationId));
  return data !== undefined && data.facts.length > 0 ? data : undefined;
};

interface TenantGateProps {
  readonly children: (inventory: Inventory) => ReactNode;
}

/** Shows a page of licences once a tenant was read; until then, what to do or how far the first sync is. */
export const TenantGate = ({ children }: TenantGateProps) => {
  const { organisationId } = useOrganisation();
  const seesConnections = useAllowed('connection.read');
  const runs = useDataRuns(organisationId);
  const inventory = useQuery(inventoryQuery(organisationId));
  const { data } = inventory;
  if (data === undefined) {
    return inventory.isError ? (
      <ErrorState error={inventory.error} onRetry={() => void inventory.refetch()} />
    ) : (
      <>
        <SkeletonTiles />
        <SkeletonRows rows={10} />
      </>
    );
  }
  if (data.facts.length > 0) return children(data);
  return seesConnections ? <NotReadYet runs={runs} /> : <NoReader />;
};
