import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

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
  cap: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    maxHeight: 'max(480px, calc(100dvh - 160px))',
  },
});

/** As high as the rows of a grid, at most as the window: a grid that never ends would draw all its rows. */
export const GridCap = ({ children }: { readonly children: ReactNode }) => (
  <div className={useCapStyles().cap}>{children}</div>
);

/** The room of a grid on a page that fills the window, on a phone as well. */
export const GridRoom = ({ children }: { readonly children: ReactNode }) => (
  <div className={useStyles().room}>{children}</div>
);
