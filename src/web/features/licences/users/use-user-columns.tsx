import { Badge } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory, LicenceUser } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { ActivityBadge } from '../common/activity-badge.tsx';
import { Amounts } from '../common/amounts.tsx';
import { amountsOfKind, firstAmount } from '../common/saving-sums.ts';
import { userSorts } from './users-asked.ts';

type UserColumn = Column<LicenceUser>;

/** The server filters by facets and orders by the columns it knows. */
const served = (column: UserColumn): UserColumn => ({
  ...column,
  filterable: false,
  sortable: userSorts.some((sort) => sort === column.id),
});

/** The columns of the list of users; the tenant only where several are shown together. */
export const useUserColumns = (facts: Inventory['facts']): readonly UserColumn[] => {
  const who = useWhoColumns(facts);
  const what = useWhatColumns();
  return useMemo(() => [...who, ...what].map(served), [who, what]);
};

const useWhoColumns = (facts: Inventory['facts']): readonly UserColumn[] => {
  const { t } = useTranslation('licences');
  return useMemo(() => {
    const text = (
      id: 'department' | 'country' | 'costCentre' | 'jobTitle',
      label: string,
      rest: Partial<UserColumn> = {},
    ): UserColumn => ({
      id,
      label,
      kind: 'text',
      grow: 1,
      minWidthPx: 120,
      missing: t('notInDirectory'),
      value: (user) => user[id],
      ...rest,
    });
    const tenants = new Map(facts.map(({ connectionId, connectionName }) => [connectionId, connectionName]));
    const tenant: UserColumn = {
      id: 'tenant',
      label: t('tenant'),
      kind: 'text',
      minWidthPx: 140,
      value: ({ connectionId }) => tenants.get(connectionId) ?? null,
    };
    return [
      {
        id: 'displayName',
        label: t('users.name'),
        kind: 'text',
        fixed: true,
        minWidthPx: 200,
        value: ({ displayName }) => displayName,
        cell: (user) => <UserName user={user} />,
      },
      {
        id: 'principalName',
        label: t('users.principalName'),
        kind: 'text',
        minWidthPx: 220,
        value: ({ principalName }) => principalName,
      },
      ...(facts.length > 0 ? [tenant] : []),
      text('department', t('department')),
      text('country', t('country'), { minWidthPx: 96, grow: 0, hidden: true }),
      text('costCentre', t('costCentre'), { hidden: true }),
      text('jobTitle', t('users.jobTitle'), { hidden: true }),
      {
        id: 'createdOn',
        label: t('users.created'),
        kind: 'day',
        hidden: true,
        missing: t('notInDirectory'),
        value: ({ createdOn }) => createdOn,
      },
    ];
  }, [facts, t]);
};

const UserName = ({ user }: { readonly user: LicenceUser }) => {
  const { t } = useTranslation('licences');
  const name = user.displayName ?? user.principalName;
  return (
    <span title={name}>
      {name}{' '}
      {user.isEnabled === false && (
        <Badge appearance="tint" color="danger">
          {t('users.disabled')}
        </Badge>
      )}
      {user.isGuest && (
        <Badge appearance="tint" color="informative">
          {t('users.guest')}
        </Badge>
      )}
    </span>
  );
};

const useWhatColumns = (): readonly UserColumn[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'state',
        label: t('activityLabel'),
        kind: 'choice',
        minWidthPx: 112,
        grow: 0,
        value: ({ state }) => state,
        cell: ({ state }) => <ActivityBadge state={state} />,
      },
      {
        id: 'lastActivity',
        label: t('lastActivity'),
        kind: 'day',
        minWidthPx: 136,
        missing: t('noActivity'),
        value: ({ lastActivityOn }) => lastActivityOn,
      },
      {
        id: 'licences',
        label: t('users.licences'),
        kind: 'text',
        minWidthPx: 200,
        missing: t('users.noLicence'),
        value: ({ skus }) => (skus.length === 0 ? null : skus.map(({ name }) => name).join(', ')),
      },
      {
        id: 'cost',
        label: t('monthlyCost'),
        kind: 'money',
        minWidthPx: 136,
        value: ({ monthlyCost }) => firstAmount(monthlyCost),
        cell: ({ monthlyCost, skus }) => (
          <Amounts amounts={monthlyCost} missing={t(skus.length === 0 ? 'users.noLicence' : 'noPrice')} />
        ),
      },
      {
        id: 'saving',
        label: t('kindColumn.freed-seat'),
        kind: 'money',
        minWidthPx: 152,
        value: ({ savings }) => firstAmount(amountsOfKind(savings, 'freed-seat')),
        cell: ({ savings }) => (
          <span title={t('kindDetail.freed-seat')}>
            <Amounts amounts={amountsOfKind(savings, 'freed-seat')} missing={t('nothingToSave')} />
          </span>
        ),
      },
      {
        id: 'findings',
        label: t('findingsLabel'),
        kind: 'quantity',
        minWidthPx: 104,
        value: ({ findings }) => String(findings),
        cell: ({ findings }) =>
          findings === 0 ? <Missing missing={t('noFindings')} /> : formats.count(findings),
      },
    ],
    [t, formats],
  );
};
