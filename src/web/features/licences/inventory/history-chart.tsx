import { makeStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../ui/chart/chart.tsx';
import type { ChartSeries } from '../../../ui/chart/chart-data.ts';
import type { ChartUnit } from '../../../ui/chart/chart-unit.ts';
import { SkeletonBlock } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { historyQuery } from '../licence-queries.ts';
import {
  activitySeries,
  costSeries,
  currenciesOf,
  type History,
  type HistoryView,
  historyViews,
  savingSeries,
  seatSeries,
} from './history-data.ts';

const useStyles = makeStyles({ choice: { marginLeft: '-12px' } });

/** 24 months before this day. */
const firstDay = (today: Date): string => {
  const day = new Date(Date.UTC(today.getUTCFullYear() - 2, today.getUTCMonth(), today.getUTCDate()));
  return day.toISOString().slice(0, 10);
};

interface HistoryChartProps {
  readonly connectionId: string;
  readonly skuId: string;
  readonly heightPx?: number;
}

/** Seats, activity, cost and possible saving of a SKU over 24 months. */
export const HistoryChart = ({ connectionId, skuId, heightPx = 240 }: HistoryChartProps) => {
  const { organisationId } = useOrganisation();
  const [from] = useState(() => firstDay(new Date()));
  const history = useQuery(historyQuery(organisationId, { connectionId, skuId, from }));
  if (history.data !== undefined) return <Drawn history={history.data} heightPx={heightPx} />;
  return history.isError ? (
    <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  ) : (
    <SkeletonBlock heightPx={heightPx} />
  );
};

const Drawn = ({ history, heightPx }: { readonly history: History; readonly heightPx: number }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const [view, setView] = useState<HistoryView>('seats');
  const { points, step } = history;
  const currency = currenciesOf(points)[0];
  const categories = useMemo(
    () =>
      points.map(({ day }) => ({
        id: day,
        label: step === 'month' ? formats.month(day) : formats.dayShort(day),
        title: formats.day(day),
      })),
    [points, step, formats],
  );
  const series = useMemo((): readonly ChartSeries[] => {
    if (view === 'activity') return activitySeries(points, t);
    if (view === 'seats') return seatSeries(points, t);
    if (currency === undefined) return [];
    return view === 'cost' ? costSeries(points, currency, t) : savingSeries(points, currency, t);
  }, [view, points, currency, t]);
  const unit = useMemo(
    (): ChartUnit =>
      (view === 'cost' || view === 'savings') && currency !== undefined
        ? { kind: 'money', currency }
        : { kind: 'quantity' },
    [view, currency],
  );
  return (
    <div>
      <div className={styles.choice}>
        <ChoiceButton
          label={t('history.label')}
          value={view}
          choices={historyViews.map((value) => ({ value, label: t(`history.${value}`) }))}
          onChange={setView}
        />
      </div>
      <Chart
        label={t(`history.${view}`)}
        kind={view === 'activity' ? 'areas' : view === 'cost' ? 'bars' : 'lines'}
        unit={unit}
        categories={categories}
        series={series}
        heightPx={heightPx}
      />
    </div>
  );
};
