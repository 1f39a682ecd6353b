import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactNode, Ref } from 'react';

const useStyles = makeStyles({
  room: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    // Never less than some rows, whatever stands above: then the page scrolls.
    flexShrink: 0,
    flexBasis: '440px',
    height: '440px',
  },
});

const useCapStyles = makeStyles({
  room: { display: 'flex', flexDirection: 'column', flexShrink: 0, minWidth: 0 },
  cap: {
    maxHeight: 'max(480px, calc(100dvh - 160px))',
  },
});

interface GridCapProps {
  /** How many rows there are. */
  readonly rows: number;
  readonly children: ReactNode;
}

/** More rows than a page scrolls through at ease. */
const mostUncapped = 60;

/**
 * As high as the rows of a grid; of many, at most as high as the window, because all rows would be drawn. Few rows
 * scroll with the page: two scrollbars beside each other confuse.
 */
export const GridCap = ({ rows, children }: GridCapProps) => {
  const styles = useCapStyles();
  return <div className={mergeClasses(styles.room, rows > mostUncapped && styles.cap)}>{children}</div>;
};

interface GridRoomProps {
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}

/** The room of a grid on a page that fills the window, on a phone as well. */
export const GridRoom = ({ ref, children }: GridRoomProps) => (
  <div ref={ref} className={useStyles().room}>
    {children}
  </div>
);
