import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { useTenant } from './use-tenant.ts';

const every = 'all';

interface TenantChoiceProps {
  readonly facts: Inventory['facts'];
  /** Whether all together can be shown. */
  readonly canShowAll?: boolean;
}

/** Which tenant, where there are several. */
export const TenantChoice = ({ facts, canShowAll = true }: TenantChoiceProps) => {
  const { t } = useTranslation('licences');
  const [tenant, choose] = useTenant();
  if (facts.length < 2) return null;
  const choices = facts.map(({ connectionId, connectionName, tenantName }) => ({
    value: connectionId,
    label: connectionName,
    ...(tenantName === null || tenantName === connectionName ? {} : { detail: tenantName }),
  }));
  const all = canShowAll ? [{ value: every, label: t('allTenants') }] : [];
  return (
    <ChoiceButton
      label={t('tenant')}
      value={tenant ?? (canShowAll ? every : (facts[0]?.connectionId ?? every))}
      choices={[...all, ...choices]}
      onChange={(value) => choose(value === every ? undefined : value)}
    />
  );
};
