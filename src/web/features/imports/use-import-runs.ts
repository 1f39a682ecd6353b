import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isUnfinished, type LiveRuns, useLiveRuns } from '../../ui/run/live-runs.ts';
import { importsKey } from './import-queries.ts';

/** The live runs of the organisation; what is shown of its imports is read again when one begins or ends. */
export const useImportRuns = (organisationId: string): LiveRuns => {
  const runs = useLiveRuns(organisationId);
  const client = useQueryClient();
  const states = [...runs.values()].map((run) => `${run.id}:${isUnfinished(run)}`).join();
  useEffect(() => {
    if (states !== '') void client.invalidateQueries({ queryKey: importsKey(organisationId) });
  }, [client, organisationId, states]);
  return runs;
};
