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

/** The room of a grid on a page that fills the window, on a phone as well. */
export const GridRoom = ({ children }: { readonly children: ReactNode }) => (
  <div className={useStyles().room}>{children}</div>
);
