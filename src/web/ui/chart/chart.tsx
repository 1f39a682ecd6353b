import { Body1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { useReducedMotion } from '../state/use-media-query.ts';
import { usePreferences } from '../theme/preferences.tsx';
import { darkTheme, lightTheme } from '../theme/theme.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import type { ChartCategory, ChartSeries } from './chart-data.ts';
import { ChartLegend } from './chart-legend.tsx';
import {
  type ChartBand,
  type ChartKind,
  type ChartOptionInput,
  chartOption,
  standaloneOption,
} from './chart-option.ts';
import { ChartTable } from './chart-table.tsx';
import { ChartToolbar } from './chart-toolbar.tsx';
import { type ChartUnit, writeTick } from './chart-unit.ts';
import { coloursOf } from './palette.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  header: { display: 'flex', alignItems: 'flex-start', justifyContent: 'space-between', gap: '8px' },
  none: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    color: tokens.colorNeutralForeground2,
  },
});

export interface ChartProps {
  /** What the chart shows, for screen readers and the name of a download. */
  readonly label: string;
  readonly kind: ChartKind;
  readonly unit: ChartUnit;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  readonly bands?: readonly ChartBand[];
  readonly heightPx?: number;
  /** A click on a value. */
  readonly onDrill?: (seriesKey: string, categoryId: string) => void;
  /** A period that was dragged over: the ids of its first and last category. */
  readonly onBrush?: (firstId: string, lastId: string) => void;
  /** Whether the values are shown as a table, where the page keeps that; otherwise the chart does. */
  readonly asTable?: boolean;
  readonly onAsTable?: (asTable: boolean) => void;
}

/** The one chart of the console. Memoise `categories` and `series`. */
export const Chart = (props: ChartProps) => {
  const { label, kind, unit, categories, series, bands, heightPx = 320, onDrill, onBrush } = props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const formats = useFormats();
  const { dark } = usePreferences();
  const still = useReducedMotion();
  const [ownAsTable, setOwnAsTable] = useState(false);
  const asTable = props.asTable ?? ownAsTable;
  const setAsTable = props.onAsTable ?? setOwnAsTable;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());

  const shown = useMemo(() => series.filter((each) => !hidden.has(each.key)), [series, hidden]);
  const colours = useColours(series, dark);
  const input = useMemo(
    (): ChartOptionInput => ({
      kind,
      categories,
      series: shown,
      colours,
      look: lookOf(dark),
      writeTick: writeTick(formats.locale, unit),
      animate: !still,
      ...(bands === undefined ? {} : { bands }),
    }),
    [kind, unit, categories, shown, colours, dark, still, bands, formats],
  );
  const option = useMemo(() => chartOption(input), [input]);

  if (categories.length === 0 || series.length === 0) {
    return (
      <div className={mergeClasses(styles.root, styles.none)} style={{ height: `${heightPx}px` }}>
        <Body1>{t('chart.none')}</Body1>
      </div>
    );
  }
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  const showTotal = kind !== 'lines' && shown.filter((each) => each.muted !== true).length > 1;
  const common = { label, categories, series: shown, unit, formats, showTotal, heightPx, onDrill };
  return (
    <div className={styles.root}>
      <div className={styles.header}>
        <ChartLegend series={series} colours={colours} hidden={hidden} onToggle={toggle} />
        <span />
        <ChartToolbar
          label={label}
          // Paper is white, whatever the console's theme.
          exported={() =>
            standaloneOption(
              { ...input, look: lookOf(false), colours: coloursOf(keysOf(series), false) },
              label,
            )
          }
          categories={categories}
          series={shown}
          asTable={asTable}
          onAsTable={setAsTable}
        />
      </div>
      {asTable ? (
        <ChartTable {...common} />
      ) : (
        <ChartCanvas {...common} option={option} colours={colours} onBrush={onBrush} />
      )}
    </div>
  );
};

const keysOf = (series: readonly ChartSeries[]): readonly string[] => series.map((each) => each.key);

const useColours = (series: readonly ChartSeries[], dark: boolean) =>
  useMemo(() => coloursOf(keysOf(series), dark), [series, dark]);

/** ECharts paints on a canvas and knows no CSS variables, so the theme's own values are needed. */
const lookOf = (dark: boolean) => {
  const theme = dark ? darkTheme : lightTheme;
  return {
    text: theme.colorNeutralForeground1,
    faint: theme.colorNeutralForeground3,
    line: theme.colorNeutralStroke2,
    surface: theme.colorNeutralBackground1,
    fontFamily: theme.fontFamilyBase,
  };
};
