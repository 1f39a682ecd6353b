import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useForgetEverything } from '../../ui/session/session.ts';
import { safeReturn } from './return-to.ts';

/** Continues as the person who has just signed in, at this place of the console. */
export const useArrive = (): ((place?: string) => void) => {
  const router = useRouter();
  const forget = useForgetEverything();
  return useCallback(
    (place) => {
      forget();
      router.history.replace(safeReturn(place));
    },
    [router, forget],
  );
};
