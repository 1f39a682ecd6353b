import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Renewal } from '../../../../shared/licences/contract.ts';
import type { Column } from '../../../ui/grid/column.ts';
import { type Standing, standingOf, standings } from './months.ts';

const colours: Readonly<Record<Standing, NonNullable<BadgeProps['color']>>> = {
  renews: 'informative',
  trial: 'warning',
  grace: 'danger',
  ended: 'danger',
  past: 'warning',
  undated: 'informative',
};

/** What becomes of a subscription, in a word. */
export const StandingBadge = ({ renewal }: { readonly renewal: Renewal }) => {
  const { t } = useTranslation('licence-terms');
  const standing = standingOf(renewal);
  return (
    <Badge appearance="tint" color={colours[standing]} title={t(`standingDetail.${standing}`)}>
      {t(`standing.${standing}`)}
    </Badge>
  );
};

const nobody = 'XXX';

/** The columns of the list of renewals; the tenant stands in it where there are several. */
export const useRenewalColumns = (tenants: Readonly<Record<string, string>>): readonly Column<Renewal>[] => {
  const { t } = useTranslation('licence-terms');
  return useMemo(() => {
    const count = (id: string, label: string, of: (renewal: Renewal) => number): Column<Renewal> => ({
      id,
      label,
      kind: 'quantity',
      minWidthPx: 92,
      value: (renewal) => String(of(renewal)),
    });
    const money = (
      id: string,
      label: string,
      missing: string,
      of: (renewal: Renewal) => string | null,
    ): Column<Renewal> => ({
      id,
      label,
      kind: 'money',
      minWidthPx: 136,
      value: of,
      missing,
      currency: ({ currency }) => currency ?? nobody,
    });
    const sources = ['contract', 'partner', 'reference', 'unpriced'] as const;
    return [
      {
        id: 'name',
        label: t('renewals.subscription'),
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 180,
        value: ({ name }) => name,
        cell: ({ name, skuPartNumber }) => <span title={skuPartNumber}>{name}</span>,
      },
      {
        id: 'tenant',
        label: t('tenant'),
        kind: 'choice',
        hidden: Object.keys(tenants).length < 2,
        choices: tenants,
        value: ({ connectionId }) => connectionId,
      },
      {
        id: 'date',
        label: t('renewals.date'),
        kind: 'day',
        minWidthPx: 120,
        value: ({ date }) => date,
        missing: t('renewals.noDate'),
      },
      {
        id: 'daysLeft',
        label: t('renewals.daysLeft'),
        kind: 'quantity',
        minWidthPx: 104,
        value: ({ daysLeft }) => (daysLeft === null ? null : String(daysLeft)),
        missing: t('renewals.noDate'),
      },
      {
        id: 'standing',
        label: t('renewals.standing'),
        kind: 'choice',
        minWidthPx: 124,
        choices: Object.fromEntries(standings.map((each) => [each, t(`standing.${each}`)])),
        value: standingOf,
        cell: (renewal) => <StandingBadge renewal={renewal} />,
      },
      count('seats', t('renewals.seats'), ({ seats }) => seats),
      { ...count('spare', t('renewals.spare'), ({ spareSeats }) => spareSeats), minWidthPx: 160 },
      { ...count('freeable', t('renewals.freeable'), ({ freeableSeats }) => freeableSeats), minWidthPx: 112 },
      money('cost', t('renewals.cost'), t('renewals.noPrice'), ({ monthlyCost }) => monthlyCost),
      money('saving', t('renewals.saving'), t('renewals.noSaving'), ({ monthlySaving }) => monthlySaving),
      {
        id: 'priceSource',
        label: t('prices.source'),
        kind: 'choice',
        hidden: true,
        choices: Object.fromEntries(sources.map((each) => [each, t(`source.${each}`)])),
        value: ({ priceSource }) => priceSource,
      },
      {
        id: 'term',
        label: t('prices.term'),
        kind: 'text',
        hidden: true,
        value: ({ termDuration }) =>
          termDuration === null ? null : t(`term.${termDuration}`, { defaultValue: termDuration }),
        missing: t('prices.noTerm'),
      },
      {
        id: 'partNumber',
        label: t('partNumber'),
        kind: 'text',
        hidden: true,
        value: ({ skuPartNumber }) => skuPartNumber,
      },
    ];
  }, [t, tenants]);
};
