import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 280px) minmax(0, 1fr)',
    gap: '4px 16px',
    alignItems: 'center',
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  pair: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  line: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
  // Lengths are compared: a long text beside a bar must not shorten it.
  bar: { height: '12px', minWidth: '1px', borderRadius: '2px', flexShrink: 0 },
  before: { backgroundColor: tokens.colorNeutralStroke1Pressed },
  after: { backgroundColor: tokens.colorBrandBackground },
  value: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    // Nobody hovers on a phone.
    '@media (max-width: 640px)': { whiteSpace: 'normal' },
  },
  legend: { display: 'flex', flexWrap: 'wrap', gap: '4px 24px', marginBottom: '12px' },
  sign: { display: 'flex', alignItems: 'center', gap: '8px' },
  swatch: { width: '24px', height: '12px', borderRadius: '2px' },
});

export interface BarPair {
  readonly key: string;
  readonly label: string;
  readonly before: number;
  readonly after: number;
  /** The values as they are read. */
  readonly beforeText: string;
  readonly afterText: string;
}

interface PairedBarsProps {
  readonly pairs: readonly BarPair[];
  readonly beforeLabel: string;
  readonly afterLabel: string;
}

/** Room for the number behind the longest bar. */
const widest = 56;

/** What is and what would be, side by side for each thing; both from zero and to one measure. */
export const PairedBars = ({ pairs, beforeLabel, afterLabel }: PairedBarsProps) => {
  const styles = useStyles();
  const most = pairs.reduce((largest, { before, after }) => Math.max(largest, before, after), 0);
  const width = (value: number) => ({ width: `${most === 0 ? 0 : (value / most) * widest}%` });
  return (
    <div>
      <div className={styles.legend} aria-hidden>
        <span className={styles.sign}>
          <span className={mergeClasses(styles.swatch, styles.before)} />
          {beforeLabel}
        </span>
        <span className={styles.sign}>
          <span className={mergeClasses(styles.swatch, styles.after)} />
          {afterLabel}
        </span>
      </div>
      <ul className={styles.list}>
        {pairs.map(({ key, label, before, after, beforeText, afterText }) => (
          <li key={key} className={styles.item}>
            <span className={styles.label} title={label}>
              {label}
            </span>
            <div className={styles.pair}>
              <div className={styles.line}>
                <div className={mergeClasses(styles.bar, styles.before)} style={width(before)} aria-hidden />
                <span className={styles.value} title={beforeText}>
                  {beforeText}
                </span>
              </div>
              <div className={styles.line}>
                <div className={mergeClasses(styles.bar, styles.after)} style={width(after)} aria-hidden />
                <span className={styles.value} title={afterText}>
                  {afterText}
                </span>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
};
