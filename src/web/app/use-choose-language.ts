import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { updateMe } from '../../shared/identity/contract.ts';
import { changeLanguage } from '../i18n/i18n.ts';
import type { Language } from '../i18n/languages.ts';
import { call } from '../ui/api/call.ts';
import { useToasts } from '../ui/feedback/toasts.tsx';
import { meQuery } from '../ui/session/session.ts';

/** Speaks another language at once, and remembers it in the profile, so that mails speak it too. */
export const useChooseLanguage = (): ((language: Language) => Promise<void>) => {
  const client = useQueryClient();
  const toasts = useToasts();
  return useCallback(
    async (language) => {
      await changeLanguage(language);
      try {
        const profile = await call(updateMe, { body: { language } });
        client.setQueryData(meQuery.queryKey, (me) => (me === undefined ? undefined : { ...me, profile }));
      } catch (error) {
        toasts.problem(error);
      }
    },
    [client, toasts],
  );
};
