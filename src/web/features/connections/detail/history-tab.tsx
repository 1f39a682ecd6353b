import { Badge, type BadgeProps, Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, Sync } from '../../../../shared/connections/contract.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { Day } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Pager } from '../../../ui/page/pager.tsx';
import { SidePanel, usePanel } from '../../../ui/page/side-panel.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { syncsQuery } from '../connection-queries.ts';
import { SourceList } from '../source-list.tsx';
import { completeness } from '../sync-facts.ts';

const useStyles = makeStyles({ none: { color: tokens.colorNeutralForeground2 } });

const states = ['reading', 'judging', 'complete', 'failed', 'cancelled'] as const;
const colours: Readonly<Record<Sync['state'], NonNullable<BadgeProps['color']>>> = {
  reading: 'brand',
  judging: 'brand',
  complete: 'success',
  failed: 'danger',
  cancelled: 'warning',
};
const keyOf = ({ id }: Sync) => id;
const nameOf = ({ startedAt }: Sync) => startedAt;

/** Every sync of a connection: when, how complete, what it took. A row opens its sources. */
export const HistoryTab = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const state = useGridState('syncs');
  const columns = useSyncColumns();
  const [panel, open, close] = usePanel();
  const syncs = useInfiniteQuery(syncsQuery(organisationId, connection.id));
  const rows = useMemo(() => syncs.data?.pages.flatMap(({ items }) => items), [syncs.data]);
  const shown = rows?.find(({ id }) => id === panel);
  return (
    <>
      <DataGrid
        label={t('history')}
        columns={columns}
        rows={rows}
        error={rows === undefined ? syncs.error : null}
        onRetry={() => void syncs.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        onOpen={({ id }) => open(id)}
        openKey={panel}
        hug
        empty={<Body1 className={styles.none}>{t('neverSyncedDetail')}</Body1>}
        footer={
          syncs.hasNextPage && (
            <Pager
              shown={rows?.length ?? 0}
              hasMore
              busy={syncs.isFetchingNextPage}
              onMore={() =>
                void syncs.fetchNextPage().then(({ error }) => error !== null && toasts.problem(error))
              }
            />
          )
        }
      />
      {shown !== undefined && (
        <SidePanel title={<SyncTitle sync={shown} />} size="large" onClose={close}>
          <SourceList sources={shown.sources} />
        </SidePanel>
      )}
    </>
  );
};

const SyncTitle = ({ sync }: { readonly sync: Sync }) => {
  const { t } = useTranslation('connections');
  return (
    <>
      {t('syncOf')} <Day on={sync.asOf} />
    </>
  );
};

const useSyncColumns = (): readonly Column<Sync>[] => {
  const { t } = useTranslation('connections');
  return useMemo(() => {
    const count = (id: string, label: string, of: (sync: Sync) => number): Column<Sync> => ({
      id,
      label,
      kind: 'quantity',
      minWidthPx: 128,
      value: (sync) => String(of(sync)),
    });
    return [
      {
        id: 'started',
        label: t('startedAt'),
        kind: 'instant',
        fixed: true,
        value: ({ startedAt }) => startedAt,
      },
      {
        id: 'state',
        label: t('stateLabel'),
        kind: 'choice',
        grow: 0,
        choices: Object.fromEntries(states.map((state) => [state, t(`syncState.${state}`)])),
        value: ({ state }) => state,
        cell: ({ state }) => (
          <Badge appearance="tint" color={colours[state]}>
            {t(`syncState.${state}`)}
          </Badge>
        ),
      },
      {
        id: 'finished',
        label: t('finishedAt'),
        kind: 'instant',
        value: ({ finishedAt }) => finishedAt,
        missing: t('notFinished'),
      },
      {
        ...count('whole', t('wholeSources'), (sync) => completeness(sync).whole),
        cell: (sync) => t('of', { part: completeness(sync).whole, whole: completeness(sync).total }),
      },
      count('weak', t('weakSources'), (sync) => completeness(sync).weak.length),
      count('items', t('itemsRead'), ({ sources }) => sources.reduce((sum, { items }) => sum + items, 0)),
      count('requests', t('requestsSent'), ({ traffic }) => traffic.requests),
      count('throttled', t('throttledShort'), ({ traffic }) => traffic.throttled),
      { ...count('waited', t('waitedSeconds'), ({ traffic }) => traffic.waitedSeconds), hidden: true },
    ];
  }, [t]);
};
