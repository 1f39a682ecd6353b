import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../shared/runs/contract.ts';
import { useToasts } from '../ui/feedback/toasts.tsx';
import { isUnfinished } from '../ui/run/live-runs.ts';
import { navigationTexts } from './navigation.ts';
import { runKindOf } from './run-kinds.ts';

/** Says once when a job that was seen running has ended, wherever the person is by then. */
export const useRunToasts = (runs: readonly Run[]): void => {
  const { t } = useTranslation([...navigationTexts]);
  const toasts = useToasts();
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const run of runs) {
      if (isUnfinished(run)) running.current.add(run.id);
      else if (running.current.delete(run.id)) {
        const kind = runKindOf(run.kind);
        if (run.state === 'succeeded' && kind?.continues === true) continue;
        const label = kind?.label;
        const job = label === undefined ? run.kind : t(label);
        if (run.state === 'succeeded' && kind?.warns?.(run.result) === true)
          toasts.warning(t('app:notices.incomplete', { job }), run.message);
        else if (run.state === 'succeeded') toasts.success(t('app:notices.succeeded', { job }), run.message);
        else toasts.info(t(`app:notices.${run.state}`, { job }), run.problem?.detail ?? run.message);
      }
    }
  }, [runs, t, toasts]);
};
