import { useTranslation } from 'react-i18next';
import type { LicenceOverview } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';
import { Tile, Tiles } from '../../../ui/page/tile.tsx';
import { type Amount, renewalsWithin, savingsByKind } from './licence-sums.ts';

const soonDays = 90;

interface PartProps {
  readonly overview: LicenceOverview;
}

/** The questions about licences; each tile leads to its evidence. */
export const LicenceTiles = ({ overview }: PartProps) => (
  <Tiles>
    <SavingTile overview={overview} />
    <CostTile overview={overview} />
    <NewTile overview={overview} />
    <RenewalTile overview={overview} />
  </Tiles>
);

const useAmounts = (): ((amounts: readonly Amount[]) => string) => {
  const formats = useFormats();
  return (amounts) =>
    amounts.map(({ amount, currency }) => formats.moneyShort(amount, currency).text).join(' · ');
};

/** The kind of money that is most at hand in large, the others beside it: they are never one sum. */
const SavingTile = ({ overview: { savings, findings } }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const write = useAmounts();
  const [first, ...others] = savingsByKind(savings);
  const details = [
    ...(first === undefined ? [] : [t(`licences.saving.kind.${first.kind}`)]),
    ...others.map(
      ({ kind, amounts }) =>
        `${t('licences.perMonth', { amount: write(amounts) })} ${t(`licences.saving.kind.${kind}`)}`,
    ),
    t('licences.saving.detail', { count: findings, number: formats.count(findings) }),
  ];
  return (
    <Tile
      question={t('licences.saving.question')}
      value={
        first === undefined ? (
          <Missing missing={t('licences.saving.none')} />
        ) : (
          t('licences.perMonth', { amount: write(first.amounts) })
        )
      }
      detail={details.join(' · ')}
      path="licences/findings"
    />
  );
};

const CostTile = ({ overview: { monthlyCost, users, licensedUsers } }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const write = useAmounts();
  return (
    <Tile
      question={t('licences.cost.question')}
      value={monthlyCost.length === 0 ? <Missing missing={t('licences.cost.none')} /> : write(monthlyCost)}
      detail={t('licences.cost.detail', {
        licensed: formats.count(licensedUsers),
        users: formats.count(users),
      })}
      path="licences/inventory"
      search={{ sort: '-monthlyCost' }}
    />
  );
};

const NewTile = ({ overview: { newFindings, findings } }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  return (
    <Tile
      question={t('licences.new.question')}
      value={formats.count(newFindings)}
      detail={t('licences.new.detail', { count: findings, number: formats.count(findings) })}
      path="licences/findings"
      search={{ show: 'list', filters: { state: { values: ['new'] } } }}
    />
  );
};

const RenewalTile = ({ overview }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const [next] = overview.renewals;
  return (
    <Tile
      question={t('licences.renewal.question')}
      value={next === undefined ? <Missing missing={t('licences.renewal.none')} /> : formats.day(next.date)}
      detail={
        next === undefined
          ? t('licences.renewal.none')
          : `${t('licences.renewal.detail', {
              name: next.name,
              count: next.seats,
              seats: formats.count(next.seats),
              spare: formats.count(next.spareSeats),
            })} · ${t('licences.renewal.soon', { count: renewalsWithin(overview, soonDays), days: soonDays })}`
      }
      path="licences/renewals"
    />
  );
};
