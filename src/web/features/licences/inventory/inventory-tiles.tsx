import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Tile, Tiles } from '../../../ui/page/tile.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { Amounts } from '../common/amounts.tsx';
import { type Amount, amountsOfKind, type CashKind, kindsOf, yearOf } from '../common/saving-sums.ts';
import { useTenant } from '../common/use-tenant.ts';
import { groupsQuery } from '../licence-queries.ts';
import { paidStandings, unusedSeats } from './inventory-sums.ts';

/** The questions of somebody who pays for licences; each kind of saving by itself. */
export const InventoryTiles = ({ inventory }: { readonly inventory: Inventory }) => {
  const { savings } = inventory.totals;
  const kinds = kindsOf(savings);
  // The first two are worth saying even where there is nothing to save.
  const shown = [...new Set<CashKind>(['freed-seat', 'cash-at-renewal', ...kinds])];
  return (
    <Tiles>
      <CostTile inventory={inventory} />
      {shown.map((kind) => (
        <SavingTile key={kind} kind={kind} amounts={amountsOfKind(savings, kind)} />
      ))}
      <SeatsTile inventory={inventory} />
    </Tiles>
  );
};

const useYear = (amounts: readonly Amount[]): string => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const text = amounts.map(({ currency, amount }) => formats.money(yearOf(amount), currency).text);
  return t('perYear', { amount: text.join(' · ') });
};

const MonthlyShort = ({
  amounts,
  missing,
}: {
  readonly amounts: readonly Amount[];
  readonly missing: string;
}) => {
  const { t } = useTranslation('licences');
  return (
    <>
      <Amounts amounts={amounts} short missing={missing} />
      {amounts.length > 0 && ` ${t('aMonth')}`}
    </>
  );
};

const CostTile = ({ inventory: { totals } }: { readonly inventory: Inventory }) => {
  const { t } = useTranslation('licences');
  const { monthlyCost, unpricedSkus } = totals;
  const year = useYear(monthlyCost);
  const unpriced = unpricedSkus > 0 ? t('tile.unpriced', { count: unpricedSkus }) : undefined;
  return (
    <Tile
      question={t('tile.cost')}
      value={<MonthlyShort amounts={monthlyCost} missing={t('noPrice')} />}
      detail={[monthlyCost.length > 0 ? year : undefined, unpriced].filter(Boolean).join(' · ')}
      path="licences/inventory"
      search={{ sort: '-monthlyCost', filters: { standing: { values: paidStandings } } }}
    />
  );
};

const SavingTile = ({ kind, amounts }: { readonly kind: CashKind; readonly amounts: readonly Amount[] }) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const formats = useFormats();
  const [connectionId] = useTenant();
  const groups = useQuery(groupsQuery(organisationId, 'savingKind', { connectionId }));
  const findings = groups.data?.groups.find(({ key }) => key === kind)?.findings;
  const year = useYear(amounts);
  const count = findings ?? 0;
  const detail = useMemo(
    () =>
      [
        amounts.length > 0 ? year : undefined,
        findings === undefined ? undefined : t('findingCount', { count, number: formats.count(count) }),
        t(`kindShort.${kind}`),
      ]
        .filter(Boolean)
        .join(' · '),
    [amounts, year, findings, count, formats, kind, t],
  );
  return (
    <Tile
      question={t(`tile.saving.${kind}`)}
      value={<MonthlyShort amounts={amounts} missing={t('nothingToSave')} />}
      detail={detail}
      path="licences/findings"
      search={{ tenant: connectionId, filters: { savingKind: { values: [kind] } } }}
    />
  );
};

const SeatsTile = ({ inventory }: { readonly inventory: Inventory }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { bought, assigned, users, licensedUsers } = inventory.totals;
  return (
    <Tile
      question={t('tile.seats')}
      value={t('tile.seatsOf', {
        unused: formats.count(unusedSeats(inventory.skus)),
        bought: formats.count(bought),
      })}
      detail={[
        t('tile.assigned', { number: formats.count(assigned) }),
        t('tile.licensed', { licensed: formats.count(licensedUsers), users: formats.count(users) }),
      ].join(' · ')}
      path="licences/inventory"
      search={{ sort: '-spare', filters: { standing: { values: paidStandings }, spare: { from: '1' } } }}
    />
  );
};
