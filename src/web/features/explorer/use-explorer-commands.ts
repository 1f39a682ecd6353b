import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { BookmarkMultipleRegular } from '@fluentui/react-icons/svg/bookmark-multiple';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { SaveRegular } from '@fluentui/react-icons/svg/save';
import { useTranslation } from 'react-i18next';
import { exportCosts } from '../../../shared/explorer/contract.ts';
import { writeQuestion } from '../../../shared/explorer/question.ts';
import { download } from '../../ui/api/download.ts';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import type { GridExport } from '../../ui/grid/grid-toolbar.tsx';
import type { Command } from '../../ui/page/command-bar.tsx';
import { useAllowed, useOrganisation } from '../../ui/session/session.ts';
import type { Explorer } from './state/use-explorer.ts';

interface Handlers {
  readonly onSave: () => void;
  readonly onViews: () => void;
}

/** What can be done with the question: keep it, send it, take its answer along. */
export const useExplorerCommands = (
  explorer: Explorer,
  { onSave, onViews }: Handlers,
): readonly Command[] => {
  const { t } = useTranslation('explorer');
  const toasts = useToasts();
  const maySave = useAllowed('view.save');
  const exports = useExports(explorer, explorer.search.tab === 'resources' ? 'resources' : 'series');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      toasts.success(t('linkCopied'), t('linkCopiedDetail'));
    } catch (error) {
      toasts.problem(error);
    }
  };
  return [
    { id: 'views', label: t('views.title'), icon: BookmarkMultipleRegular, onClick: onViews },
    ...(maySave ? [{ id: 'save', label: t('views.command'), icon: SaveRegular, onClick: onSave }] : []),
    { id: 'link', label: t('copyLink'), icon: LinkRegular, onClick: () => void copy() },
    ...exports.map(({ id, label, run }) => ({
      id,
      label: t('exportAs', { format: label }),
      icon: ArrowDownloadRegular,
      onClick: run,
    })),
  ];
};

/** The exports that the server writes: everything, not only what is shown. Empty without the permission. */
export const useExports = (
  { question }: Explorer,
  content: 'series' | 'resources',
): readonly GridExport[] => {
  const { organisationId } = useOrganisation();
  const mayExport = useAllowed('cost.export');
  if (!mayExport) return [];
  const run = (format: 'csv' | 'xlsx') =>
    download(exportCosts, {
      params: { organisationId },
      query: { ...writeQuestion(question), content, format },
    });
  return [
    { id: 'export-csv', label: 'CSV', run: () => run('csv') },
    { id: 'export-xlsx', label: 'XLSX', run: () => run('xlsx') },
  ];
};
