import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { createSample } from '../../../shared/imports/contract.ts';
import { call } from '../api/call.ts';
import { useToasts } from '../feedback/toasts.tsx';
import { meQuery } from '../session/session.ts';

/** Makes the sample organisation (or finds the person's own) and shows it; its data arrives in the background. */
export const useOpenSample = (): { readonly open: () => void; readonly busy: boolean } => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toasts = useToasts();
  const [busy, setBusy] = useState(false);
  const open = useCallback(async () => {
    setBusy(true);
    try {
      const { organisationId } = await call(createSample);
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: `/o/${organisationId}` });
    } catch (error) {
      toasts.problem(error);
    } finally {
      setBusy(false);
    }
  }, [client, navigate, toasts]);
  return { open: () => void open(), busy };
};
