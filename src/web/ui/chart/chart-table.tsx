import { Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../format/formats.ts';
import { type ChartCategory, type ChartSeries, totalAt } from './chart-data.ts';
import { type ChartUnit, writeValue } from './chart-unit.ts';

const line = `1px solid ${tokens.colorNeutralStroke2}`;

const useStyles = makeStyles({
  scroll: { overflow: 'auto', border: line, borderRadius: tokens.borderRadiusMedium },
  table: { borderCollapse: 'collapse', minWidth: '100%', fontSize: tokens.fontSizeBase200 },
  head: {
    position: 'sticky',
    top: 0,
    padding: '8px 12px',
    whiteSpace: 'nowrap',
    textAlign: 'right',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: line,
  },
  first: { textAlign: 'left' },
  name: {
    display: 'block',
    maxWidth: '220px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    marginInlineStart: 'auto',
  },
  link: { fontSize: 'inherit', lineHeight: 'inherit' },
  cell: {
    padding: '6px 12px',
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    borderBottom: line,
  },
  total: { fontWeight: tokens.fontWeightSemibold },
});

interface ChartTableProps {
  readonly label: string;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  readonly unit: ChartUnit;
  readonly formats: Formats;
  readonly showTotal: boolean;
  readonly heightPx: number;
  readonly onDrill: ((seriesKey: string, categoryId: string) => void) | undefined;
}

/** The same values as a table: for screen readers, for copying, for whoever prefers numbers. */
export const ChartTable = (props: ChartTableProps) => {
  const { label, categories, series, unit, formats, showTotal, heightPx, onDrill } = props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const write = (value: string | null | undefined) =>
    value === null || value === undefined ? '—' : writeValue(formats, unit, value).text;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <section className={styles.scroll} style={{ maxHeight: `${heightPx}px` }} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(styles.head, styles.first)}>
              {t('period.label')}
            </th>
            {series.map((each) => (
              <th key={each.key} scope="col" className={styles.head}>
                <span className={styles.name} title={each.label}>
                  {each.label}
                </span>
              </th>
            ))}
            {showTotal && (
              <th scope="col" className={styles.head}>
                {t('chart.total')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {categories.map((category, index) => (
            <tr key={category.id}>
              <th scope="row" className={mergeClasses(styles.cell, styles.first)}>
                {category.title ?? category.label}
              </th>
              {series.map((each) => (
                <td key={each.key} className={styles.cell}>
                  {onDrill === undefined || each.muted === true || !each.values[index] ? (
                    write(each.values[index])
                  ) : (
                    <Link as="button" className={styles.link} onClick={() => onDrill(each.key, category.id)}>
                      {write(each.values[index])}
                    </Link>
                  )}
                </td>
              ))}
              {showTotal && (
                <td className={mergeClasses(styles.cell, styles.total)}>{write(totalAt(series, index))}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
