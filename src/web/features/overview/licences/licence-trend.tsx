import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LicenceOverview } from '../../../../shared/licences/contract.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Section } from '../../../ui/page/section.tsx';
import { amountIn, trendCurrencies } from './licence-sums.ts';

const seats = 'seats';

/** Twenty-four months of seats, or of what they cost in a currency. */
export const LicenceTrend = ({ overview }: { readonly overview: LicenceOverview }) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const { trend } = overview;
  const currencies = useMemo(() => trendCurrencies({ trend }), [trend]);
  const [shown, setShown] = useState<string>(seats);
  const categories = useMemo(
    () => trend.map(({ day }) => ({ id: day, label: formats.month(day), title: formats.day(day) })),
    [trend, formats],
  );
  const series = useMemo(
    () =>
      shown === seats
        ? (['bought', 'assigned', 'active'] as const).map((key) => ({
            key,
            label: t(`licences.trend.${key}`),
            values: trend.map((point) => String(point[key])),
          }))
        : [
            {
              key: 'total',
              label: t('licences.trend.cost'),
              values: trend.map(({ monthlyCost }) => amountIn(monthlyCost, shown)),
            },
          ],
    [shown, trend, t],
  );
  const unit = useMemo(
    () => (shown === seats ? ({ kind: 'quantity' } as const) : ({ kind: 'money', currency: shown } as const)),
    [shown],
  );
  const choices = [
    { value: seats, label: t('licences.trend.seats') },
    ...currencies.map((value) => ({ value, label: t('licences.trend.costIn', { currency: value }) })),
  ];
  if (trend.length === 0) return null;
  return (
    <Section
      title={t('licences.trend.title')}
      aside={
        <ChoiceButton label={t('licences.trend.show')} value={shown} choices={choices} onChange={setShown} />
      }
    >
      <Chart
        label={t('licences.trend.title')}
        kind={shown === seats ? 'lines' : 'bars'}
        unit={unit}
        categories={categories}
        series={series}
        heightPx={240}
      />
    </Section>
  );
};
