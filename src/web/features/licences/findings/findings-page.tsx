import { makeStyles, Switch } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportFindings, type Inventory } from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { Tabs } from '../../../ui/page/tabs.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { FactsLine } from '../common/facts-line.tsx';
import { TenantChoice } from '../common/tenant-choice.tsx';
import { TenantGate, useFacts } from '../common/tenant-gate.tsx';
import { useFacets } from '../common/use-facets.ts';
import { useTenant } from '../common/use-tenant.ts';
import { groupsQuery } from '../licence-queries.ts';
import { FindingFacets } from './finding-facets.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { FindingsGrid } from './findings-grid.tsx';
import {
  type FindingTab,
  facetOf,
  findingsAsked,
  findingsFilter,
  findingsSearchSchema,
  findingTabs,
  statesOf,
} from './findings-search.ts';
import { FindingGroups } from './groups/finding-groups.tsx';
import { SavingsLine } from './savings-line.tsx';
import { useBys } from './use-bys.ts';

const gridId = 'licence-findings';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px', flexShrink: 0 },
  first: { marginLeft: '-12px' },
});

/** What is wasted, why we think so, and what to do about it. */
export const FindingsPage = () => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const [search] = useSearchState(findingsSearchSchema);
  const { view } = useGridState(gridId);
  const [connectionId] = useTenant();
  const mayExport = useAllowed('licence.export');
  const hasFacts = useFacts() !== undefined;
  const asked = findingsAsked(findingsFilter(search, view, connectionId), view);
  const run = (format: 'csv' | 'xlsx') =>
    download(exportFindings, { params: { organisationId }, query: { ...asked, format } });
  return (
    <Page
      title={t('findings.title')}
      answers={t('findings.answers')}
      layout={search.show === 'list' ? 'fill' : 'full'}
      commands={
        hasFacts && mayExport
          ? (['csv', 'xlsx'] as const).map((id) => ({
              id,
              label: t('exportAs', { format: id.toUpperCase() }),
              icon: ArrowDownloadRegular,
              onClick: () => run(id),
            }))
          : []
      }
    >
      <TenantGate>{(inventory) => <Content inventory={inventory} />}</TenantGate>
    </Page>
  );
};

const Content = ({ inventory }: { readonly inventory: Inventory }) => {
  const styles = useStyles();
  const [search, change] = useSearchState(findingsSearchSchema);
  const state = useGridState(gridId);
  const { choose } = useFacets(state);
  const [connectionId] = useTenant();
  const [panel, open, close] = usePanel();
  const filter = useMemo(
    () => findingsFilter(search, state.view, connectionId),
    [search, state.view, connectionId],
  );
  const asked = useMemo(() => findingsAsked(filter, state.view), [filter, state.view]);
  // What was pressed is gone with the groups: the keyboard goes on in the list.
  const [hasEntered, setHasEntered] = useState(false);
  const enter = useCallback(
    (key: string | null) => {
      setHasEntered(true);
      change({ show: 'list' });
      choose(facetOf[search.by], [key ?? '']);
    },
    [change, choose, search.by],
  );
  return (
    <>
      <TenantChoice facts={inventory.facts} />
      <FactsLine
        facts={inventory.facts.filter((fact) => (connectionId ?? fact.connectionId) === fact.connectionId)}
      />
      <StateTabs connectionId={connectionId} />
      <div className={styles.bar}>
        <Shown />
        <SavingsLine filter={filter} />
      </div>
      <FindingFacets state={state} inventory={inventory} tab={search.tab} />
      {search.show === 'list' ? (
        <FindingsGrid
          asked={asked}
          tab={search.tab}
          state={state}
          facts={inventory.facts}
          openKey={panel}
          takesFocus={hasEntered}
          onOpen={open}
        />
      ) : (
        <FindingGroups by={search.by} tab={search.tab} filter={filter} onEnter={enter} />
      )}
      {panel !== undefined && <FindingPanel key={panel} findingId={panel} onClose={close} />}
    </>
  );
};

/** How many findings stand where; a state that nothing is in yet is not offered where it needs a later step. */
const StateTabs = ({ connectionId }: { readonly connectionId: string | undefined }) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const formats = useFormats();
  const [{ tab, superseded }, change] = useSearchState(findingsSearchSchema);
  const counts = useQuery(
    groupsQuery(organisationId, 'state', {
      connectionId,
      superseded,
      state: Object.values(statesOf).flat(),
    }),
  ).data;
  const countOf = (id: FindingTab): number | undefined =>
    counts?.groups
      .filter(({ key }) => statesOf[id].some((state) => state === key))
      .reduce((sum, { findings }) => sum + findings, 0);
  return (
    <Tabs
      label={t('findings.tabs')}
      tabs={findingTabs
        .filter((id) => id !== 'planned' || tab === id || (countOf(id) ?? 0) > 0)
        .map((id) => {
          const count = countOf(id);
          return {
            id,
            label: `${t(`findings.tab.${id}`)}${count === undefined ? '' : ` (${formats.count(count)})`}`,
          };
        })}
      selected={tab}
      onSelect={(next) => change({ tab: next })}
    />
  );
};

/** Groups or the list, by what they are grouped, and whether findings that a stronger one carries are shown. */
const Shown = () => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const [{ show, by, superseded }, change] = useSearchState(findingsSearchSchema);
  const bys = useBys();
  return (
    <>
      <span className={styles.first}>
        <ChoiceButton
          label={t('findings.show')}
          value={show === 'list' ? 'list' : by}
          choices={[...bys, { value: 'list' as const, label: t('findings.all') }]}
          onChange={(value) => change(value === 'list' ? { show: 'list' } : { show: 'groups', by: value })}
        />
      </span>
      <Switch
        checked={superseded === 'true'}
        label={t('findings.superseded')}
        title={t('findings.supersededDetail')}
        onChange={(_, { checked }) => change({ superseded: checked ? 'true' : 'false' })}
      />
    </>
  );
};
