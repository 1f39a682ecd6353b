import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Exact } from '../../../shared/money.ts';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    height: '8px',
    backgroundImage: `linear-gradient(${tokens.colorNeutralStroke1}, ${tokens.colorNeutralStroke1})`,
    backgroundSize: '1px 100%',
    backgroundPosition: 'center',
    backgroundRepeat: 'no-repeat',
  },
  bar: { position: 'absolute', top: 0, bottom: 0, borderRadius: '1px' },
  up: { backgroundColor: tokens.colorPaletteRedBackground3 },
  down: { backgroundColor: tokens.colorPaletteGreenBackground3 },
});

interface ChangeBarProps {
  readonly amount: string;
  /** The largest change of the list, without sign: half the width. */
  readonly largest: string;
}

/** A change as a bar to the right (more spent) or left (less); the number stands beside it. */
export const ChangeBar = ({ amount, largest }: ChangeBarProps) => {
  const styles = useStyles();
  const change = new Exact(amount);
  const most = new Exact(largest);
  const percent = most.isZero() ? 0 : change.abs().div(most).times(50).toNumber();
  const place = change.isNegative() ? { right: '50%' } : { left: '50%' };
  return (
    <div className={styles.root} aria-hidden>
      <div
        className={mergeClasses(styles.bar, change.isNegative() ? styles.down : styles.up)}
        style={{ ...place, width: `${percent}%` }}
      />
    </div>
  );
};
