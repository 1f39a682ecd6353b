import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../format/formats.ts';
import type { ChartCategory, ChartSeries } from './chart-data.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import type { ChartUnit } from './chart-unit.ts';
import type { ChartOption } from './echarts.ts';
import { useChart } from './use-chart.ts';
import { useChartPointer } from './use-chart-pointer.ts';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    outlineStyle: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  canvas: { position: 'absolute', inset: 0 },
  guide: {
    position: 'absolute',
    top: '12px',
    bottom: '24px',
    width: '1px',
    backgroundColor: tokens.colorNeutralStroke1,
    pointerEvents: 'none',
  },
  brush: {
    position: 'absolute',
    top: '12px',
    bottom: '24px',
    backgroundColor: tokens.colorBrandBackground2,
    opacity: 0.6,
    pointerEvents: 'none',
  },
});

interface ChartCanvasProps {
  readonly label: string;
  readonly option: ChartOption;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  readonly colours: ReadonlyMap<string, string>;
  readonly unit: ChartUnit;
  readonly formats: Formats;
  readonly showTotal: boolean;
  readonly heightPx: number;
  readonly onDrill: ((seriesKey: string, categoryId: string) => void) | undefined;
  readonly onBrush: ((firstId: string, lastId: string) => void) | undefined;
}

/** The drawing, with what belongs to pointing at it. */
export const ChartCanvas = (props: ChartCanvasProps) => {
  const { label, option, categories, series, colours, unit, formats, showTotal, heightPx, onDrill, onBrush } =
    props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const element = useRef<HTMLDivElement>(null);
  const chart = useChart(element, option);
  const brush = onBrush && ((first: number, last: number) => finishBrush(categories, first, last, onBrush));
  const { pointer, handlers, xOf } = useChartPointer({ chart, count: categories.length, onBrush: brush });

  useEffect(() => {
    if (chart === undefined || onDrill === undefined) return;
    const drill = (event: { seriesId?: string; dataIndex?: number }) => {
      const category = categories[event.dataIndex ?? -1];
      if (event.seriesId !== undefined && category !== undefined) onDrill(event.seriesId, category.id);
    };
    chart.on('click', drill as never);
    return () => {
      if (!chart.isDisposed()) chart.off('click', drill as never);
    };
  }, [chart, categories, onDrill]);

  const category = pointer.index === undefined ? undefined : categories[pointer.index];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div
      role="group"
      aria-label={label}
      {...(onBrush === undefined ? {} : { 'aria-description': t('chart.brushHint') })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys step through the values
      tabIndex={0}
      className={styles.root}
      style={{ height: `${heightPx}px` }}
      {...handlers}
    >
      <div ref={element} className={styles.canvas} />
      {pointer.brush !== undefined && (
        <div
          className={styles.brush}
          style={{
            left: `${xOf(pointer.brush[0])}px`,
            width: `${xOf(pointer.brush[1]) - xOf(pointer.brush[0])}px`,
          }}
        />
      )}
      {category !== undefined && pointer.index !== undefined && (
        <>
          <div className={styles.guide} style={{ left: `${pointer.xPx}px` }} />
          <ChartTooltip
            category={category}
            index={pointer.index}
            series={series}
            colours={colours}
            unit={unit}
            formats={formats}
            showTotal={showTotal}
            xPx={pointer.xPx}
            widthPx={element.current?.clientWidth ?? 0}
          />
        </>
      )}
    </div>
  );
};

const finishBrush = (
  categories: readonly ChartCategory[],
  first: number,
  last: number,
  onBrush: (firstId: string, lastId: string) => void,
): void => {
  const [from, to] = [categories[first], categories[last]];
  if (from !== undefined && to !== undefined) onBrush(from.id, to.id);
};
