import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { Chart } from '../../ui/chart/chart.tsx';
import { otherKey } from '../../ui/chart/palette.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { useGoTo } from '../../ui/page/links.tsx';
import { Section } from '../../ui/page/section.tsx';
import type { PartProps } from './parts.ts';

/** Thirteen months; the running one with what is still expected of it. A bar leads to its month. */
export const TrendSection = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const goTo = useGoTo();
  const { trend, forecast } = overview;
  const categories = useMemo(
    () => trend.map(({ month }) => ({ id: month, label: formats.month(month) })),
    [trend, formats],
  );
  const series = useMemo(() => {
    const known = { key: 'total', label: t('trend.known'), values: trend.map(({ total }) => total) };
    const last = trend.at(-1)?.total;
    if (forecast === null || last === null || last === undefined) return [known];
    const rest = Exact.max(new Exact(forecast.total).sub(last), 0);
    const values = trend.map((_, index) => (index === trend.length - 1 ? formatDecimal(rest) : null));
    return [known, { key: otherKey, label: t('trend.expected'), values }];
  }, [trend, forecast, t]);
  const unit = useMemo(() => ({ kind: 'money', currency }) as const, [currency]);
  const open = useCallback(
    (_series: string, start: string) => goTo(questions.trendMonth(start)),
    [goTo, questions],
  );
  return (
    <Section title={t('trend.title')}>
      <Chart
        label={t('trend.title')}
        kind="bars"
        unit={unit}
        categories={categories}
        series={series}
        heightPx={260}
        onDrill={open}
      />
    </Section>
  );
};
