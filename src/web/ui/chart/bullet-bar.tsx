import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: { position: 'relative', height: '14px', minWidth: '64px' },
  tall: { height: '22px' },
  part: { position: 'absolute', left: 0, borderRadius: '2px', boxSizing: 'border-box' },
  whole: {
    top: 0,
    bottom: 0,
    backgroundColor: tokens.colorNeutralBackground5,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  middle: { top: '3px', bottom: '3px', backgroundColor: tokens.colorBrandBackground2Pressed },
  inner: { top: '5px', bottom: '5px', backgroundColor: tokens.colorBrandBackground },
  innerTall: { top: '8px', bottom: '8px' },
  // What goes beyond the whole is marked at the place where the whole ends.
  mark: {
    position: 'absolute',
    top: '-2px',
    bottom: '-2px',
    width: '2px',
    backgroundColor: tokens.colorPaletteRedBackground3,
  },
});

interface BulletBarProps {
  /** The whole, such as the seats bought. */
  readonly whole: number;
  /** Of the whole; may go beyond it. */
  readonly middle: number;
  /** Of the middle. */
  readonly inner: number;
  /** What the bar says, in words with numbers. */
  readonly label: string;
  readonly tall?: boolean;
}

const percent = (part: number, most: number): string =>
  `${most <= 0 ? 0 : Math.min(100, Math.max(0, (part / most) * 100))}%`;

/** Three quantities, each a part of the one before, on one line: bought, assigned, active. */
export const BulletBar = ({ whole, middle, inner, label, tall = false }: BulletBarProps) => {
  const styles = useStyles();
  const most = Math.max(whole, middle, inner);
  return (
    <div
      className={mergeClasses(styles.root, tall && styles.tall)}
      role="img"
      aria-label={label}
      title={label}
    >
      <div className={mergeClasses(styles.part, styles.whole)} style={{ width: percent(whole, most) }} />
      <div className={mergeClasses(styles.part, styles.middle)} style={{ width: percent(middle, most) }} />
      <div
        className={mergeClasses(styles.part, styles.inner, tall && styles.innerTall)}
        style={{ width: percent(inner, most) }}
      />
      {middle > whole && <div className={styles.mark} style={{ left: percent(whole, most) }} />}
    </div>
  );
};
