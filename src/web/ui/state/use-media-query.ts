import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds, following it. */
export const useMediaQuery = (query: string): boolean => {
  const watch = useCallback(
    (notify: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => matchMedia(query).matches);
};

/** Whether the person asked for less movement. */
export const useReducedMotion = (): boolean => useMediaQuery('(prefers-reduced-motion: reduce)');
