import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { exportRenewals, type LicenceOverview, type Renewal } from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { SkeletonBlock, SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import type { GridExport } from '../../../ui/grid/grid-toolbar.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { Judging } from '../judging.tsx';
import { NoTenant } from '../no-tenant.tsx';
import { renewalsQuery, tenantsQuery } from '../term-queries.ts';
import { MonthStrip } from './month-strip.tsx';
import { calendarOf, isInMonth } from './months.ts';
import { useRenewalColumns } from './renewal-columns.tsx';
import { RenewalPanel } from './renewal-panel.tsx';

const searchSchema = z.object({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
});
const keyOf = ({ connectionId, subscriptionId }: Renewal) => `${connectionId} ${subscriptionId}`;
const nameOf = ({ name }: Renewal) => name;

/** Which subscriptions renew when, and how many seats need not be bought again. */
export const RenewalsPage = () => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const runs = useDataRuns(organisationId);
  const renewals = useQuery(renewalsQuery(organisationId));
  const tenants = useQuery(tenantsQuery(organisationId));
  const isUnread = tenants.data?.connections.every(({ asOf }) => asOf === null) ?? false;
  return (
    <Page title={t('renewals.title')} answers={t('renewals.answers')} layout="fill">
      <Judging runs={runs} />
      <RevokedTenants tenants={tenants.data?.connections ?? []} />
      {renewals.data === undefined ? (
        renewals.isError ? (
          <ErrorState error={renewals.error} onRetry={() => void renewals.refetch()} />
        ) : (
          <>
            <SkeletonBlock heightPx={160} />
            <SkeletonRows rows={8} />
          </>
        )
      ) : renewals.data.length === 0 && isUnread ? (
        <NoTenant />
      ) : (
        <Renewals renewals={renewals.data} />
      )}
    </Page>
  );
};

type Tenants = LicenceOverview['connections'];

/** Of revoked tenants, renewals stay as they were read last. */
const RevokedTenants = ({ tenants }: { readonly tenants: Tenants }) => {
  const { t } = useTranslation('licence-terms');
  const formats = useFormats();
  const names = tenants
    .filter(({ state, asOf }) => state === 'revoked' && asOf !== null)
    .map(({ name, tenantName }) => tenantName ?? name);
  if (names.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t('renewals.revoked', { count: names.length, names: formats.list(names) })}
      </MessageBarBody>
    </MessageBar>
  );
};

const Renewals = ({ renewals }: { readonly renewals: readonly Renewal[] }) => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const [{ month }, change] = useSearchState(searchSchema);
  const [panel, open, close] = usePanel();
  const state = useGridState('renewals');
  const tenants = useTenantNames();
  const columns = useRenewalColumns(tenants);
  const months = useMemo(() => calendarOf(renewals, new Date().toISOString().slice(0, 10)), [renewals]);
  const rows = useMemo(
    () => (month === undefined ? renewals : renewals.filter((each) => isInMonth(each, month))),
    [renewals, month],
  );
  const exports = useExports(organisationId);
  const shown = renewals.find((each) => keyOf(each) === panel);
  return (
    <>
      <MonthStrip months={months} chosen={month} onChoose={(id) => change({ month: id })} />
      <DataGrid
        label={t('renewals.title')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        onOpen={(each) => open(keyOf(each))}
        openKey={panel}
        exports={exports}
        toolbar={
          month !== undefined && (
            <Button size="small" onClick={() => change({ month: undefined })}>
              {t('renewals.allMonths')}
            </Button>
          )
        }
        empty={
          <EmptyState
            title={t(month === undefined ? 'renewals.none' : 'renewals.noneInMonth')}
            icon={CalendarRegular}
            actions={
              month !== undefined && (
                <Button onClick={() => change({ month: undefined })}>{t('renewals.allMonths')}</Button>
              )
            }
          >
            {t(month === undefined ? 'renewals.noneDetail' : 'renewals.noneInMonthDetail')}
          </EmptyState>
        }
      />
      {shown !== undefined && (
        <RenewalPanel
          renewal={shown}
          tenant={Object.keys(tenants).length > 1 ? tenants[shown.connectionId] : undefined}
          onClose={close}
        />
      )}
    </>
  );
};

const useTenantNames = (): Readonly<Record<string, string>> => {
  const { organisationId } = useOrganisation();
  const { data } = useQuery(tenantsQuery(organisationId));
  return useMemo(
    () =>
      Object.fromEntries(
        (data?.connections ?? []).map(({ id, name, tenantName }) => [id, tenantName ?? name]),
      ),
    [data],
  );
};

/** Files of all renewals; the calendar is one that a mail program can subscribe to by hand. */
const useExports = (organisationId: string): readonly GridExport[] => {
  const { t } = useTranslation('licence-terms');
  const mayExport = useAllowed('licence.export');
  return useMemo(
    () =>
      mayExport
        ? (['csv', 'xlsx', 'ics'] as const).map((format) => ({
            id: format,
            label: t(`renewals.export.${format}`),
            run: () => download(exportRenewals, { params: { organisationId }, query: { format } }),
          }))
        : [],
    [mayExport, organisationId, t],
  );
};
