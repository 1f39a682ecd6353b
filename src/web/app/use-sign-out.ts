import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { signOut } from '../../shared/identity/contract.ts';
import { call } from '../ui/api/call.ts';
import { asProblem } from '../ui/api/problem.ts';
import { useToasts } from '../ui/feedback/toasts.tsx';
import { useForgetEverything } from '../ui/session/session.ts';

/** Ends the session, forgets what was read with it, and shows the sign-in page. */
export const useSignOut = (): (() => Promise<void>) => {
  const navigate = useNavigate();
  const forget = useForgetEverything();
  const toasts = useToasts();
  return useCallback(async () => {
    try {
      await call(signOut, {}, { anonymous: true });
    } catch (error) {
      // A session that has ended already is as good as signed out; anything else is not.
      if (asProblem(error).code !== 'unauthenticated') return toasts.problem(error);
    }
    await navigate({ to: '/sign-in' });
    forget();
  }, [navigate, forget, toasts]);
};
