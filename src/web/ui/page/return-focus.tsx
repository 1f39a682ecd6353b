import { useEffect, useState } from 'react';

/** Gives the focus back to what opened a panel or a dialog, once that is gone. */
export const useReturnFocus = (): void => {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // What closes moves the focus to the body while it leaves; that must be over first.
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && opener instanceof HTMLElement && opener.isConnected) opener.focus();
      });
    },
    [opener],
  );
};

/** The same for inside a `DialogSurface`, whose content comes and goes with the dialog. */
export const ReturnFocus = (): null => {
  useReturnFocus();
  return null;
};
