import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { ArrowRepeatAllRegular } from '@fluentui/react-icons/svg/arrow-repeat-all';
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo';
import { DataPieRegular } from '@fluentui/react-icons/svg/data-pie';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadRejects, type ImportDetail } from '../../../../shared/imports/contract.ts';
import { cancelRun, type Run, retryRun } from '../../../../shared/runs/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { download } from '../../../ui/api/download.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import type { Command } from '../../../ui/page/command-bar.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { importsKey } from '../import-queries.ts';
import { liveSlices, periodOfSlices } from './slice-totals.ts';

/** What can be done about an import, by its state and the caller's permissions. */
export const useImportCommands = (detail: ImportDetail, run: Run | undefined) => {
  const { t } = useTranslation('imports');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const goTo = useGoTo();
  const mayImport = useAllowed('cost.import');
  const mayControl = useAllowed('run.control');
  const [asking, setAsking] = useState<'remove' | 'undo'>();
  const undo = mayImport && detail.undoable ? () => setAsking('undo') : undefined;
  const { state, runId } = detail;
  const period = periodOfSlices(liveSlices(detail));

  const control = async (operation: typeof cancelRun | typeof retryRun, said: string) => {
    try {
      await call(operation, { params: { organisationId, runId: runId ?? '' } });
      await client.invalidateQueries({ queryKey: importsKey(organisationId) });
      toasts.success(said);
    } catch (error) {
      toasts.problem(error);
    }
  };
  const commands: readonly (Command & { readonly when: boolean })[] = [
    {
      id: 'explore',
      label: t('explore'),
      icon: DataPieRegular,
      primary: true,
      when: period !== undefined,
      onClick: () => goTo({ path: 'cloud/explorer', search: { ...period, groupBy: ['ProviderName'] } }),
    },
    {
      id: 'cancel',
      label: t('cancel'),
      icon: DismissCircleRegular,
      when: mayControl && state === 'waiting' && runId !== null,
      disabled: run?.cancelRequested ?? false,
      onClick: () => void control(cancelRun, t('cancelAsked')),
    },
    {
      id: 'retry',
      label: t('retry'),
      icon: ArrowRepeatAllRegular,
      when: mayControl && (state === 'failed' || state === 'cancelled') && runId !== null,
      onClick: () => void control(retryRun, t('retried')),
    },
    {
      id: 'rejects',
      label: t('downloadRejects'),
      icon: ArrowDownloadRegular,
      when: (detail.rowsRejected ?? 0) > 0,
      onClick: () => download(downloadRejects, { params: { organisationId, importId: detail.id } }),
    },
    {
      id: 'undo',
      label: t('undo'),
      icon: ArrowUndoRegular,
      when: undo !== undefined,
      onClick: () => undo?.(),
    },
    {
      id: 'remove',
      label: t('remove'),
      icon: DeleteRegular,
      when: mayImport && state === 'imported',
      onClick: () => setAsking('remove'),
    },
  ];
  return {
    commands: commands.filter(({ when }) => when),
    asking,
    /** Absent where there is nothing to bring back, or nobody allowed to. */
    undo,
    stopAsking: () => setAsking(undefined),
  };
};
