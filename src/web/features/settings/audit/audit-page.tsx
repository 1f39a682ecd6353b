import { Button, Input } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PeriodPreset, resolvePreset } from '../../../../shared/explorer/period.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { PeriodPicker } from '../../../ui/filter/period-picker.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { Pager } from '../../../ui/page/pager.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { useAuditColumns } from './audit-columns.tsx';
import { AuditPanel } from './audit-panel.tsx';
import {
  type AuditRow,
  type AuditSearch,
  auditSearchSchema,
  isActionStart,
  useAuditEntries,
} from './audit-query.ts';

const keyOf = (entry: AuditRow) => String(entry.sequence);
const nameOf = (entry: AuditRow) => `${entry.sequence} ${entry.action}`;
const presets: readonly PeriodPreset[] = [
  'last-7-days',
  'last-30-days',
  'last-90-days',
  'last-12-months',
  'last-year',
];

/** Who did what, newest first; the server filters, because the log is long. */
export const AuditPage = () => {
  const { t } = useTranslation('settings');
  const [search, change] = useSearchState(auditSearchSchema);
  const state = useGridState('audit');
  const columns = useAuditColumns();
  const [panel, open, close] = usePanel();
  const entries = useAuditEntries(search);
  const rows = entries.data?.pages.flatMap((page) => page.items);
  const shown = rows?.find((entry) => keyOf(entry) === panel);
  return (
    <Page title={t('audit.title')} answers={t('audit.answers')} layout="fill">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '8px' }}>
        <PeriodPicker
          presets={presets}
          value={
            search.from !== undefined && search.to !== undefined
              ? { from: search.from, to: search.to }
              : { preset: search.period }
          }
          period={
            search.from !== undefined && search.to !== undefined
              ? { from: search.from, to: search.to }
              : resolvePreset(search.period, new Date())
          }
          onChange={(choice) =>
            change('preset' in choice ? { period: choice.preset, from: undefined, to: undefined } : choice)
          }
        />
        <ActionFilter search={search} onChange={(action) => change({ action }, { replace: true })} />
        {search.actorId !== undefined && (
          <Button
            icon={<DismissRegular />}
            iconPosition="after"
            onClick={() => change({ actorId: undefined })}
          >
            {t('audit.allActors')}
          </Button>
        )}
        {search.targetId !== undefined && (
          <Button
            icon={<DismissRegular />}
            iconPosition="after"
            onClick={() => change({ targetId: undefined })}
          >
            {t('audit.allTargets')}
          </Button>
        )}
      </div>
      <DataGrid
        label={t('audit.title')}
        columns={columns}
        rows={rows}
        rowsAreFinal
        error={entries.error}
        onRetry={() => void entries.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        empty={
          <EmptyState title={t('audit.none')} icon={HistoryRegular}>
            {t('audit.noneDetail')}
          </EmptyState>
        }
        onOpen={(entry) => open(keyOf(entry))}
        openKey={panel}
        footer={
          <Pager
            shown={rows?.length ?? 0}
            hasMore={entries.hasNextPage}
            busy={entries.isFetchingNextPage}
            onMore={() => void entries.fetchNextPage()}
          />
        }
      />
      {shown !== undefined && (
        <AuditPanel
          entry={shown}
          onClose={close}
          onNarrow={(part: Partial<AuditSearch>) =>
            change({ ...part, panel: undefined } as Partial<AuditSearch>)
          }
        />
      )}
    </Page>
  );
};

const typingMs = 300;

interface ActionFilterProps {
  readonly search: AuditSearch;
  readonly onChange: (action: string | undefined) => void;
}

const ActionFilter = ({ search, onChange }: ActionFilterProps) => {
  const { t } = useTranslation('settings');
  const [text, setText] = useState(search.action ?? '');
  const wanted = isActionStart(text.trim()) ? text.trim() : undefined;
  useEffect(() => {
    if (wanted === search.action) return;
    const timer = setTimeout(() => onChange(wanted), typingMs);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      value={text}
      placeholder={t('audit.actionExample')}
      aria-label={t('audit.actionFilter')}
      onChange={(_, data) => setText(data.value)}
    />
  );
};
