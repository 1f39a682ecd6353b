import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { exportInventory, type Inventory, type InventorySku } from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import type { GridExport } from '../../../ui/grid/grid-toolbar.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { FactsLine } from '../common/facts-line.tsx';
import { GridCap } from '../common/grid-room.tsx';
import { TenantChoice } from '../common/tenant-choice.tsx';
import { TenantGate, useFacts } from '../common/tenant-gate.tsx';
import { useTenant } from '../common/use-tenant.ts';
import { inventoryQuery } from '../licence-queries.ts';
import { byCost, keyOfSku } from './inventory-sums.ts';
import { InventoryTiles } from './inventory-tiles.tsx';
import { SkuPanel } from './sku-panel.tsx';
import { useInventoryColumns } from './use-inventory-columns.tsx';

/** What licences there are, who uses them, what they cost, and what of that is wasted. */
export const InventoryPage = () => {
  const { t } = useTranslation('licences');
  const exports = useInventoryExports();
  const hasFacts = useFacts() !== undefined;
  return (
    <Page
      title={t('inventory.title')}
      answers={t('inventory.answers')}
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
      <TenantGate>{(all) => <Content all={all} />}</TenantGate>
    </Page>
  );
};

const useInventoryExports = (): readonly GridExport[] => {
  const { organisationId } = useOrganisation();
  const [connectionId] = useTenant();
  const mayExport = useAllowed('licence.export');
  const run = (format: 'csv' | 'xlsx') =>
    download(exportInventory, { params: { organisationId }, query: { connectionId, format } });
  return mayExport
    ? (['csv', 'xlsx'] as const).map((id) => ({ id, label: id.toUpperCase(), run: () => run(id) }))
    : [];
};

const nameOf = ({ name }: InventorySku) => name;

const Content = ({ all }: { readonly all: Inventory }) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const [connectionId] = useTenant();
  const own = useQuery({
    ...inventoryQuery(organisationId, connectionId),
    enabled: connectionId !== undefined,
  });
  const inventory = connectionId === undefined ? all : own.data;
  const state = useGridState('licence-inventory');
  const exports = useInventoryExports();
  const [panel, open, close] = usePanel();
  const columns = useInventoryColumns(all.facts.length > 1 && connectionId === undefined ? all.facts : none);
  const rows = useMemo(() => (inventory === undefined ? undefined : byCost(inventory.skus)), [inventory]);
  const shown = rows?.find((sku) => keyOfSku(sku) === panel);
  const onOpen = useCallback((sku: InventorySku) => open(keyOfSku(sku)), [open]);
  return (
    <>
      <TenantChoice facts={all.facts} />
      <FactsLine facts={inventory?.facts ?? all.facts} />
      {inventory !== undefined && <InventoryTiles inventory={inventory} />}
      <GridCap rows={rows?.length ?? 0}>
        <DataGrid
          label={t('inventory.title')}
          columns={columns}
          rows={rows}
          error={rows === undefined ? own.error : null}
          onRetry={() => void own.refetch()}
          keyOf={keyOfSku}
          nameOf={nameOf}
          state={state}
          exports={exports.filter(({ id }) => id === 'xlsx')}
          onOpen={onOpen}
          openKey={panel}
          empty={<EmptyState title={t('inventory.none')}>{t('inventory.noneDetail')}</EmptyState>}
        />
      </GridCap>
      {shown !== undefined && <SkuPanel key={panel} sku={shown} onClose={close} />}
    </>
  );
};

const none: Inventory['facts'] = [];
