import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  exportLicenceUsers,
  type Inventory,
  type LicenceUser,
} from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { Pager } from '../../../ui/page/pager.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { FactsLine } from '../common/facts-line.tsx';
import { GridRoom } from '../common/grid-room.tsx';
import { TenantChoice } from '../common/tenant-choice.tsx';
import { TenantGate, useFacts } from '../common/tenant-gate.tsx';
import { useTenant } from '../common/use-tenant.ts';
import { type UsersAsked, usersQuery } from '../licence-queries.ts';
import { useUserColumns } from './use-user-columns.tsx';
import { UserFacets } from './user-facets.tsx';
import { keyOfUser, UserPanel } from './user-panel.tsx';
import { usersAsked } from './users-asked.ts';

const gridId = 'licence-users';

/** Who holds which licences, what they cost, and how they are used. */
export const UsersPage = () => {
  const { t } = useTranslation('licences');
  const [connectionId] = useTenant();
  const state = useGridState(gridId);
  const asked = useMemo(() => usersAsked(state.view, connectionId), [state.view, connectionId]);
  const exports = useUserExports(asked);
  const hasFacts = useFacts() !== undefined;
  return (
    <Page
      title={t('users.title')}
      answers={t('users.answers')}
      layout="fill"
      commands={
        hasFacts
          ? exports.map(({ id, label, run }) => ({
              id,
              label: t('exportAs', { format: label }),
              icon: ArrowDownloadRegular,
              onClick: run,
            }))
          : []
      }
    >
      <TenantGate>{(inventory) => <Users inventory={inventory} asked={asked} />}</TenantGate>
    </Page>
  );
};

const useUserExports = (asked: UsersAsked) => {
  const { organisationId } = useOrganisation();
  const mayExport = useAllowed('licence.export');
  const run = (format: 'csv' | 'xlsx') =>
    download(exportLicenceUsers, { params: { organisationId }, query: { ...asked, format } });
  return mayExport
    ? (['csv', 'xlsx'] as const).map((id) => ({ id, label: id.toUpperCase(), run: () => run(id) }))
    : [];
};

const nameOf = ({ displayName, principalName }: LicenceUser) => displayName ?? principalName;

const Users = ({ inventory, asked }: { readonly inventory: Inventory; readonly asked: UsersAsked }) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const state = useGridState(gridId);
  const [connectionId] = useTenant();
  const [panel, open, close] = usePanel();
  const exports = useUserExports(asked);
  const columns = useUserColumns(
    inventory.facts.length > 1 && connectionId === undefined ? inventory.facts : none,
  );
  const users = useInfiniteQuery(usersQuery(organisationId, asked));
  const rows = useMemo(() => users.data?.pages.flatMap(({ items }) => items), [users.data]);
  const first = users.data?.pages[0];
  const onOpen = useCallback((user: LicenceUser) => open(keyOfUser(user)), [open]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = users;
  const more = useCallback(
    () => void fetchNextPage().then(({ error }) => error !== null && toasts.problem(error)),
    [fetchNextPage, toasts],
  );
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) more();
  }, [hasNextPage, isFetchingNextPage, more]);
  return (
    <>
      <TenantChoice facts={inventory.facts} />
      <FactsLine
        facts={inventory.facts.filter((fact) => (connectionId ?? fact.connectionId) === fact.connectionId)}
      />
      <UserFacets state={state} inventory={inventory} choices={first?.choices} />
      <GridRoom>
        <DataGrid
          label={t('users.title')}
          columns={columns}
          rows={rows}
          rowsAreFinal
          findsOnServer
          total={first?.total}
          error={rows === undefined ? users.error : null}
          onRetry={() => void users.refetch()}
          keyOf={keyOfUser}
          nameOf={nameOf}
          state={state}
          exports={exports}
          onOpen={onOpen}
          openKey={panel}
          onEnd={onEnd}
          footer={
            hasNextPage && <Pager shown={rows?.length ?? 0} hasMore busy={isFetchingNextPage} onMore={more} />
          }
          empty={
            <EmptyState title={t('users.none')} icon={PeopleRegular}>
              {t('users.noneDetail')}
            </EmptyState>
          }
        />
      </GridRoom>
      {panel !== undefined && <UserPanel key={panel} id={panel} onClose={close} />}
    </>
  );
};

const none: Inventory['facts'] = [];
