import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import type { Permission } from '../../../shared/access.ts';
import type { ResponseOf } from '../../../shared/endpoint.ts';
import { getMe, type Membership } from '../../../shared/identity/contract.ts';
import { call } from '../api/call.ts';

/** The signed-in person and the organisations it reaches. */
export type Me = ResponseOf<typeof getMe>;

/** Who is signed in; fails with the problem `unauthenticated` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }): Promise<Me> => call(getMe, {}, { signal, anonymous: true }),
  staleTime: 60_000,
  retry: false,
});

/** The signed-in person; only below the shell, which has asked already. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Forgets everything that was read for the earlier person; call after signing in or out. */
export const useForgetEverything = (): (() => void) => {
  const client = useQueryClient();
  return useCallback(() => client.clear(), [client]);
};

/** The organisation of the address; the shell provides it. */
export const OrganisationContext = createContext<Membership | undefined>(undefined);

/** The organisation that the page shows, with the caller's role and permissions in it. */
export const useOrganisation = (): Membership => {
  const organisation = useContext(OrganisationContext);
  if (organisation === undefined)
    throw new Error('useOrganisation needs the frame of an organisation above it.');
  return organisation;
};

/** Whether the caller may do this in the organisation shown; what is not allowed is hidden, and refused by the server. */
export const useAllowed = (permission: Permission): boolean =>
  useOrganisation().permissions.includes(permission);
