import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type invitationSchema,
  listInvitations,
  listMembers,
  type memberSchema,
} from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';

export type Member = z.infer<typeof memberSchema>;
export type Invitation = z.infer<typeof invitationSchema>;

/** The members of an organisation. */
export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['members', organisationId],
    queryFn: ({ signal }) => call(listMembers, { params: { organisationId } }, { signal }),
  });

/** The invitations of an organisation, newest first. */
export const invitationsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['invitations', organisationId],
    queryFn: ({ signal }) => call(listInvitations, { params: { organisationId } }, { signal }),
  });
