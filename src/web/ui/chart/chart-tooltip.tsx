import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../format/formats.ts';
import { type ChartCategory, type ChartSeries, sortedAt, totalAt } from './chart-data.ts';
import { type ChartUnit, writeValue } from './chart-unit.ts';
import { SeriesSymbol } from './series-symbol.tsx';

/** More rows than this would not fit beside the chart. */
const mostRows = 12;

const useStyles = makeStyles({
  box: {
    position: 'absolute',
    top: '8px',
    zIndex: 3,
    boxSizing: 'border-box',
    maxWidth: '320px',
    minWidth: '180px',
    padding: '8px 12px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    pointerEvents: 'none',
  },
  title: { fontWeight: tokens.fontWeightSemibold, marginBottom: '4px' },
  row: { display: 'flex', alignItems: 'center', gap: '8px' },
  label: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  value: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  total: {
    fontWeight: tokens.fontWeightSemibold,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    marginTop: '4px',
    paddingTop: '4px',
  },
  faint: { color: tokens.colorNeutralForeground3 },
});

interface ChartTooltipProps {
  readonly category: ChartCategory;
  readonly index: number;
  readonly series: readonly ChartSeries[];
  readonly colours: ReadonlyMap<string, string>;
  readonly unit: ChartUnit;
  readonly formats: Formats;
  readonly showTotal: boolean;
  readonly xPx: number;
  readonly widthPx: number;
}

/** What all series are worth at the place pointed at, exactly, largest first, with their total. */
export const ChartTooltip = (props: ChartTooltipProps) => {
  const { category, index, series, colours, unit, formats, showTotal, xPx, widthPx } = props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const all = sortedAt(
    series.filter((each) => each.muted !== true),
    index,
  );
  const compared = sortedAt(
    series.filter((each) => each.muted === true),
    index,
  );
  const total = totalAt(series, index);
  const place = xPx > widthPx / 2 ? { right: `${widthPx - xPx + 12}px` } : { left: `${xPx + 12}px` };
  return (
    <div className={styles.box} style={place} role="status">
      <div className={styles.title}>{category.title ?? category.label}</div>
      {all.slice(0, mostRows).map(({ series: each, value }) => (
        <Row
          key={each.key}
          colour={colours.get(each.key)}
          label={each.label}
          value={writeValue(formats, unit, value).text}
        />
      ))}
      {all.length > mostRows && (
        <div className={styles.faint}>{t('filter.more', { count: all.length - mostRows })}</div>
      )}
      {all.length === 0 && <div className={styles.faint}>{t('chart.none')}</div>}
      {showTotal && total !== null && (
        <div className={mergeClasses(styles.row, styles.total)}>
          <span className={styles.label}>{t('chart.total')}</span>
          <span className={styles.value}>{writeValue(formats, unit, total).text}</span>
        </div>
      )}
      {compared.map(({ series: each, value }) => (
        <Row key={each.key} muted label={each.label} value={writeValue(formats, unit, value).text} />
      ))}
    </div>
  );
};

interface RowProps {
  readonly colour?: string | undefined;
  readonly muted?: boolean;
  readonly label: string;
  readonly value: string;
}

const Row = ({ colour, muted, label, value }: RowProps) => {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <SeriesSymbol muted={muted} colour={colour} />
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>{value}</span>
    </div>
  );
};
