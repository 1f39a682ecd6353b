import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ChartSeries } from './chart-data.ts';
import { SeriesSymbol } from './series-symbol.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '0 4px',
    minWidth: 0,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    // One line to swipe on a phone; as many lines as it takes would push the chart out of sight.
    '@media (max-width: 640px)': { flexWrap: 'nowrap', overflowX: 'auto', scrollbarWidth: 'none' },
  },
  item: {
    display: 'inline-flex',
    whiteSpace: 'nowrap',
    alignItems: 'center',
    gap: '6px',
    maxWidth: '240px',
    padding: '2px 8px',
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  off: { color: tokens.colorNeutralForeground3, textDecorationLine: 'line-through' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

interface ChartLegendProps {
  readonly series: readonly ChartSeries[];
  readonly colours: ReadonlyMap<string, string>;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** What the colours mean; a click hides or shows a series. */
export const ChartLegend = ({ series, colours, hidden, onToggle }: ChartLegendProps) => {
  const styles = useStyles();
  if (series.length < 2) return null;
  return (
    <ul className={styles.list}>
      {series.map((each) => (
        <li key={each.key}>
          <button
            type="button"
            className={mergeClasses(styles.item, hidden.has(each.key) && styles.off)}
            aria-pressed={!hidden.has(each.key)}
            title={each.label}
            onClick={() => onToggle(each.key)}
          >
            <SeriesSymbol muted={each.muted} colour={colours.get(each.key)} />
            <span className={styles.label}>{each.label}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
