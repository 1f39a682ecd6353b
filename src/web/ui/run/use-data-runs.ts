import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isUnfinished, type LiveRuns, useLiveRuns } from './live-runs.ts';

/** Begin the keys of everything that background runs change: what is imported or read of tenants, and what is said about it. */
const changedByRuns = ['imports', 'costs', 'overview', 'licences', 'connections'] as const;

/** The live runs of the organisation; what depends on its data is read again when one begins or ends. */
export const useDataRuns = (organisationId: string): LiveRuns => {
  const runs = useLiveRuns(organisationId);
  const client = useQueryClient();
  const states = [...runs.values()].map((run) => `${run.id}:${isUnfinished(run)}`).join();
  useEffect(() => {
    if (states === '') return;
    for (const key of changedByRuns) void client.invalidateQueries({ queryKey: [key, organisationId] });
  }, [client, organisationId, states]);
  return runs;
};
