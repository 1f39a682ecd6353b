import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/connections/contract.ts';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { DataGrid } from '../../ui/grid/data-grid.tsx';
import { useGridState } from '../../ui/grid/use-grid-state.ts';
import type { Command } from '../../ui/page/command-bar.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Pager } from '../../ui/page/pager.tsx';
import { useDataRuns } from '../../ui/run/use-data-runs.ts';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import { useAllowed, useOrganisation } from '../../ui/session/session.ts';
import { useConnectionColumns } from './connection-columns.tsx';
import { connectionsKey, connectionsQuery } from './connection-queries.ts';

const keyOf = ({ id }: Connection) => id;
const nameOf = ({ name }: Connection) => name;

/** Which tenants are connected, whether they work, and how complete what was read of them is. */
export const ConnectionsPage = () => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const goTo = useGoTo();
  const mayManage = useAllowed('connection.manage');
  const connect: Command = {
    id: 'connect',
    label: t('connect.command'),
    icon: PlugConnectedRegular,
    primary: true,
    onClick: () => goTo({ path: 'connections/new' }),
  };
  const refresh: Command = {
    id: 'refresh',
    label: t('refresh'),
    icon: ArrowClockwiseRegular,
    onClick: () => void client.invalidateQueries({ queryKey: connectionsKey(organisationId) }),
  };
  return (
    <Page
      title={t('title')}
      answers={t('answers')}
      commands={mayManage ? [connect, refresh] : [refresh]}
      layout="fill"
    >
      <ConnectionGrid mayManage={mayManage} />
    </Page>
  );
};

const ConnectionGrid = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const goTo = useGoTo();
  const toasts = useToasts();
  const state = useGridState('connections');
  const columns = useConnectionColumns(useDataRuns(organisationId));
  const connections = useInfiniteQuery(connectionsQuery(organisationId));
  const rows = useMemo(() => connections.data?.pages.flatMap(({ items }) => items), [connections.data]);
  const open = useCallback(({ id }: Connection) => goTo({ path: `connections/${id}` }), [goTo]);
  return (
    <DataGrid
      label={t('title')}
      columns={columns}
      rows={rows}
      error={rows === undefined ? connections.error : null}
      onRetry={() => void connections.refetch()}
      keyOf={keyOf}
      nameOf={nameOf}
      state={state}
      onOpen={open}
      empty={<NoConnections mayManage={mayManage} />}
      footer={
        connections.hasNextPage && (
          <Pager
            shown={rows?.length ?? 0}
            hasMore
            busy={connections.isFetchingNextPage}
            onMore={() =>
              void connections.fetchNextPage().then(({ error }) => error !== null && toasts.problem(error))
            }
          />
        )
      }
    />
  );
};

const NoConnections = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation('connections');
  const goTo = useGoTo();
  return (
    <EmptyState
      title={t('none.title')}
      icon={PlugConnectedRegular}
      actions={
        <>
          {mayManage && (
            <Button
              appearance="primary"
              icon={<PlugConnectedRegular />}
              onClick={() => goTo({ path: 'connections/new' })}
            >
              {t('connect.command')}
            </Button>
          )}
          <SampleButton />
        </>
      }
    >
      {t(mayManage ? 'none.detail' : 'none.detailReader')}
    </EmptyState>
  );
};
