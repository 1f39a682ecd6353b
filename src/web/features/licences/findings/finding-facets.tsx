import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { automations, confidences, ruleIds, savingKinds } from '../../../../shared/licences/audit-result.ts';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { FacetBar } from '../../../ui/filter/facet-bar.tsx';
import { FacetButton, type FacetChoice } from '../../../ui/filter/facet-button.tsx';
import type { GridState } from '../../../ui/grid/use-grid-state.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { useFacets } from '../common/use-facets.ts';
import { useSkuChoices } from '../common/use-sku-choices.ts';
import { useTenant } from '../common/use-tenant.ts';
import { userChoicesQuery } from '../licence-queries.ts';
import { type FindingTab, statesOf } from './findings-search.ts';

interface FindingFacetsProps {
  readonly state: GridState;
  readonly inventory: Inventory;
  readonly tab: FindingTab;
}

/** What narrows groups and list; the server does it. */
export const FindingFacets = ({ state, inventory, tab }: FindingFacetsProps) => {
  const { t } = useTranslation('licences');
  const { values, choose } = useFacets(state);
  const skus = useSkuChoices(inventory, 'skuPartNumber');
  const own = useOwnChoices();
  const facet = (id: string, label: string, choices: readonly FacetChoice[]) => (
    <FacetButton
      label={label}
      choices={choices}
      values={values(id)}
      onChange={(chosen) => choose(id, chosen)}
    />
  );
  const words = (of: readonly string[], prefix: string): readonly FacetChoice[] =>
    of.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
  return (
    <FacetBar>
      {facet(
        'rule',
        t('findings.by.rule'),
        ruleIds.map((value) => ({ value, label: `${value} ${t(`rule.${value}.title`)}` })),
      )}
      {facet('sku', t('sku'), skus)}
      {(own.departments.length > 1 || values('department').length > 0) &&
        facet('department', t('department'), own.departments)}
      {(own.countries.length > 1 || values('country').length > 0) &&
        facet('country', t('country'), own.countries)}
      {(own.costCentres.length > 1 || values('costCentre').length > 0) &&
        facet('costCentre', t('costCentre'), own.costCentres)}
      {facet('savingKind', t('findings.by.savingKind'), words(savingKinds, 'kind'))}
      {facet('confidence', t('confidenceLabel'), words(confidences, 'confidence'))}
      {facet('automation', t('automationLabel'), words(automations, 'automation'))}
      {statesOf[tab].length > 1 &&
        facet('state', t('findings.by.state'), words(statesOf[tab], 'findingState'))}
    </FacetBar>
  );
};

const useOwnChoices = () => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const [connectionId] = useTenant();
  const { data } = useQuery(userChoicesQuery(organisationId, connectionId));
  const withNone = (values: readonly string[] = []): readonly FacetChoice[] => [
    ...values.filter((value) => value !== '').map((value) => ({ value, label: value })),
    { value: '', label: t('noValue') },
  ];
  return {
    departments: withNone(data?.departments),
    countries: withNone(data?.countries),
    costCentres: withNone(data?.costCentres),
  };
};
