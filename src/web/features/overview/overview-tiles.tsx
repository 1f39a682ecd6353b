import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/format/use-formats.ts';
import { Change, Missing, Money, Percent } from '../../ui/format/values.tsx';
import { Tile, Tiles } from '../../ui/page/tile.tsx';
import { commitmentTotal } from './commitment-total.ts';
import { lastDayOf, type PartProps } from './parts.ts';

/** The questions somebody opens the console with; each tile leads to its evidence. */
export const OverviewTiles = (parts: PartProps) => (
  <Tiles>
    <SpendTile {...parts} />
    <ForecastTile {...parts} />
    <CommitmentTile {...parts} />
    <TrustTile {...parts} />
  </Tiles>
);

const SpendTile = ({ overview, month, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const { total, previous, change } = overview.monthToDate;
  const until = overview.through ?? month.to;
  return (
    <Tile
      question={t('spend.question', { month: formats.month(month.from) })}
      value={<Money amount={total} currency={currency} short missing={t('noCharge')} />}
      detail={
        <>
          <Change fraction={change?.fraction} of="spend" missing={t('noPrevious')} />{' '}
          {previous === null
            ? t('spend.until', { day: formats.dayShort(lastDayOf(until)) })
            : t('spend.against', {
                previous: formats.moneyShort(previous, currency).text,
                day: formats.dayShort(lastDayOf(until)),
              })}
        </>
      }
      {...questions.month}
    />
  );
};

const ForecastTile = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const { forecast, forecastMissing, lastMonth } = overview;
  const short = (amount: string) => formats.moneyShort(amount, currency).text;
  if (forecast === null) {
    return (
      <Tile
        question={t('forecast.question')}
        value={<Missing missing={t(`forecast.missing.${forecastMissing ?? 'no-data'}`)} />}
        detail={t(`forecast.missing.${forecastMissing ?? 'no-data'}`)}
        {...questions.month}
      />
    );
  }
  const { low, high, confidence, historyDays, backtests } = forecast;
  const method = t('forecast.method', { days: historyDays, tries: backtests });
  return (
    <Tile
      question={t('forecast.question')}
      value={<Money amount={forecast.total} currency={currency} short />}
      detail={
        <span title={method}>
          {low === null || high === null
            ? t('forecast.noInterval')
            : t('forecast.between', {
                low: short(low),
                high: short(high),
                confidence: formats.percentWhole(confidence),
              })}
          {lastMonth !== null && ` · ${t('forecast.lastMonth', { amount: short(lastMonth) })}`}
        </span>
      }
      {...questions.month}
    />
  );
};

const CommitmentTile = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const { utilisation, coverage, unused } = commitmentTotal(overview.commitments);
  return (
    <Tile
      question={t('commitments.question')}
      value={<Percent fraction={utilisation} missing={t('commitments.none')} />}
      detail={
        utilisation === null
          ? t('commitments.none')
          : t('commitments.detail', {
              unused: formats.moneyShort(unused, currency).text,
              coverage: coverage === null ? '—' : formats.percent(coverage).text,
            })
      }
      {...questions.commitments}
    />
  );
};

const TrustTile = ({ overview }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const { errors, warnings, rowsRejected } = overview.conformance;
  const { dataThrough } = overview;
  return (
    <Tile
      question={t('trust.question')}
      value={dataThrough === null ? <Missing /> : formats.day(lastDayOf(dataThrough))}
      detail={
        errors + warnings + rowsRejected === 0
          ? t('trust.sound')
          : t('trust.findings', {
              errors: formats.count(errors),
              warnings: formats.count(warnings),
              rejected: formats.count(rowsRejected),
            })
      }
      path="cloud/imports"
    />
  );
};
