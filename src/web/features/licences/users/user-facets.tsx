import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleIds } from '../../../../shared/licences/audit-result.ts';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { activityStateSchema } from '../../../../shared/licences/parts.ts';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { FacetBar } from '../../../ui/filter/facet-bar.tsx';
import { FacetButton } from '../../../ui/filter/facet-button.tsx';
import type { GridState } from '../../../ui/grid/use-grid-state.ts';
import { useFacets } from '../common/use-facets.ts';
import { useSkuChoices } from '../common/use-sku-choices.ts';
import { accountKinds } from './users-asked.ts';

interface Choices {
  readonly departments: readonly string[];
  readonly countries: readonly string[];
  readonly costCentres: readonly string[];
}

interface UserFacetsProps {
  readonly state: GridState;
  readonly inventory: Inventory;
  readonly choices: Choices | undefined;
}

const everybody = 'all';

/** What narrows the list of users; the server does it. */
export const UserFacets = ({ state, inventory, choices }: UserFacetsProps) => {
  const { t } = useTranslation('licences');
  const { values, choose } = useFacets(state);
  const skus = useSkuChoices(inventory, 'skuId');
  const states = activityStateSchema.options.map((value) => ({ value, label: t(`activity.${value}`) }));
  const rules = ruleIds.map((value) => ({ value, label: `${value} ${t(`rule.${value}.title`)}` }));
  const facet = (id: string, label: string, of: readonly { value: string; label: string }[]) => (
    <FacetButton label={label} choices={of} values={values(id)} onChange={(chosen) => choose(id, chosen)} />
  );
  const own = useOwnValues(choices);
  return (
    <FacetBar>
      <ChoiceButton
        label={t('users.account')}
        value={accountKinds.find((kind) => values('account')[0] === kind) ?? everybody}
        choices={[everybody, ...accountKinds].map((value) => ({
          value,
          label: t(`users.accounts.${value}`),
        }))}
        onChange={(value) => choose('account', value === everybody ? [] : [value])}
      />
      {facet('state', t('activityLabel'), states)}
      {facet('skuId', t('sku'), skus)}
      {own.departments.length > 1 && facet('department', t('department'), own.departments)}
      {own.countries.length > 1 && facet('country', t('country'), own.countries)}
      {own.costCentres.length > 1 && facet('costCentre', t('costCentre'), own.costCentres)}
      {facet('rule', t('findingsLabel'), rules)}
    </FacetBar>
  );
};

/** The tenant's own values, and "none" for users without one. */
const useOwnValues = (choices: Choices | undefined) => {
  const { t } = useTranslation('licences');
  return useMemo(() => {
    const withNone = (values: readonly string[]) => [
      ...values.filter((value) => value !== '').map((value) => ({ value, label: value })),
      { value: '', label: t('noValue') },
    ];
    return {
      departments: withNone(choices?.departments ?? []),
      countries: withNone(choices?.countries ?? []),
      costCentres: withNone(choices?.costCentres ?? []),
    };
  }, [choices, t]);
};
