import { useCallback, useState } from 'react';
import { authoriseConnection } from '../../../shared/connections/contract.ts';
import { call } from '../../ui/api/call.ts';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { useOrganisation } from '../../ui/session/session.ts';

/** Leaves the console for Microsoft's page; the browser comes back to the callback page. */
export const goToMicrosoft = (authorisationUrl: string): void => window.location.assign(authorisationUrl);

/** Asks for a fresh consent address of a connection and goes there. */
export const useAuthorise = (connectionId: string) => {
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const [busy, setBusy] = useState(false);
  const authorise = useCallback(async () => {
    setBusy(true);
    try {
      const params = { organisationId, connectionId };
      goToMicrosoft((await call(authoriseConnection, { params })).authorisationUrl);
    } catch (error) {
      toasts.problem(error);
      setBusy(false);
    }
  }, [organisationId, connectionId, toasts]);
  return { authorise: () => void authorise(), busy };
};
