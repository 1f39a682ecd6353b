import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { computeMix } from '../../../../shared/licences/contract.ts';
import type { Run } from '../../../../shared/runs/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { isUnfinished } from '../../../ui/run/live-runs.ts';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { licencesKey } from '../licence-queries.ts';

export interface MixRun {
  /** The computation under way. */
  readonly run: Run | undefined;
  readonly isStarting: boolean;
  /** Computes anew, with this policy where one is given. */
  readonly start: (policy: Readonly<Record<string, unknown>> | undefined) => void;
}

/** The computation of a mix: whether one is under way, how far, and how to begin one. */
export const useMixRun = (connectionId: string, runId: string | null): MixRun => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const runs = useDataRuns(organisationId);
  const [started, setStarted] = useState<string>();
  const [isStarting, setIsStarting] = useState(false);
  const known = [started, runId].flatMap((id) => runs.get(id ?? '') ?? []);
  const start = useCallback<MixRun['start']>(
    async (policy) => {
      setIsStarting(true);
      try {
        const answer = await call(computeMix, {
          params: { organisationId, connectionId },
          body: policy === undefined ? {} : { policy },
        });
        setStarted(answer.runId);
        toasts.info(t('mix.started'));
        await client.invalidateQueries({ queryKey: [...licencesKey(organisationId), 'mix'] });
      } catch (error) {
        toasts.problem(error);
      } finally {
        setIsStarting(false);
      }
    },
    [client, connectionId, organisationId, t, toasts],
  );
  return { run: known.find(isUnfinished), isStarting, start };
};
