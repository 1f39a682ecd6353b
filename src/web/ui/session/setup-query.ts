import { queryOptions } from '@tanstack/react-query';
import { getSetup } from '../../../shared/identity/contract.ts';
import { call } from '../api/call.ts';

/** Whether the installation waits for its owner, whether it sends mail, and whether this set-up link counts. */
export const setupQuery = (token?: string) =>
  queryOptions({
    queryKey: ['setup', token],
    queryFn: ({ signal }) => call(getSetup, { query: { token } }, { signal, anonymous: true }),
  });
