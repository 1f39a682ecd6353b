import { queryOptions } from '@tanstack/react-query';
import { getPolicy, licenceOverview, listPrices, listRenewals } from '../../../shared/licences/contract.ts';
import { call } from '../../ui/api/call.ts';

/** Begins the key of every answer about licences of an organisation; runs that judge anew invalidate it. */
export const licencesKey = (organisationId: string) => ['licences', organisationId] as const;

const staleTime = 60_000;

/** Subscriptions of every tenant by the day on which they renew or end, soonest first. */
export const renewalsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'renewals', 'all'],
    queryFn: async ({ signal }) =>
      (await call(listRenewals, { params: { organisationId } }, { signal })).renewals,
    staleTime,
  });

/** The tenants of the organisation. */
export const tenantsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'overview'],
    queryFn: ({ signal }) => call(licenceOverview, { params: { organisationId } }, { signal }),
    staleTime,
  });

export const pricesQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'prices'],
    queryFn: ({ signal }) => call(listPrices, { params: { organisationId } }, { signal }),
    staleTime,
  });

export const policyQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...licencesKey(organisationId), 'policy'],
    queryFn: ({ signal }) => call(getPolicy, { params: { organisationId } }, { signal }),
    staleTime,
  });
