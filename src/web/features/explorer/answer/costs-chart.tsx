import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { previousCostsQuery } from '../explorer-queries.ts';
import type { Explorer } from '../state/use-explorer.ts';
import { chartCategories, chartSeries, seriesKey, unitOf } from './answer-chart.ts';

interface CostsChartProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer;
  readonly onEnter: (key: readonly (string | null)[]) => void;
}

/** The answer over time; a click enters a group, dragging chooses a period. */
export const CostsChart = ({ explorer, answer, onEnter }: CostsChartProps) => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const formats = useFormats();
  const { search, question, change } = explorer;
  const before = answer.previousPeriod ?? undefined;
  const previous = useQuery(previousCostsQuery(organisationId, question, before));
  const series = useMemo(
    () =>
      chartSeries(answer, before === undefined ? undefined : previous.data, {
        noValue: t('noValue'),
        total: t('total'),
        previous: t('previous'),
        other: (count) => t('other', { count }),
      }),
    [answer, before, previous.data, t],
  );
  const categories = useMemo(() => chartCategories(answer, formats), [answer, formats]);
  const unit = useMemo(() => unitOf(answer), [answer]);
  const drill = useCallback(
    (clicked: string) => {
      const found = answer.series.find(({ key }) => seriesKey(key) === clicked);
      if (found !== undefined) onEnter(found.key);
    },
    [answer, onEnter],
  );
  const brush = useCallback(
    (firstId: string, lastId: string) => {
      const last = answer.buckets.find(({ from }) => from === lastId);
      if (last !== undefined)
        change({ preset: undefined, granularity: undefined, from: firstId, to: last.to });
    },
    [answer, change],
  );
  const isLines = search.chart === 'lines' || answer.measure === 'unit';
  const kind = isLines ? 'lines' : search.chart === 'stacked' && categories.length > 1 ? 'areas' : 'bars';
  return (
    <Chart
      label={t('chartTitle')}
      kind={kind}
      unit={unit}
      categories={categories}
      series={series}
      onDrill={drill}
      onBrush={brush}
      asTable={search.chart === 'table'}
      onAsTable={(asTable) => change({ chart: asTable ? 'table' : undefined })}
    />
  );
};
