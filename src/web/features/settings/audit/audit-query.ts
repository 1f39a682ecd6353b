import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { type AuditEntry, listAuditEntries } from '../../../../shared/audit/contract.ts';
import { periodPresetSchema, resolvePreset } from '../../../../shared/explorer/period.ts';
import { instantSchema } from '../../../../shared/time.ts';
import { call } from '../../../ui/api/call.ts';
import { useOrganisation } from '../../../ui/session/session.ts';

export type AuditRow = AuditEntry;

const actionSchema = listAuditEntries.query.shape.action;

/** Which entries the page shows: its state in the address. */
export const auditSearchSchema = z.object({
  period: periodPresetSchema.default('last-30-days'),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  action: actionSchema,
  actorId: z.string().max(200).optional(),
  targetId: z.string().max(200).optional(),
});
export type AuditSearch = z.output<typeof auditSearchSchema>;

/** Whether the server takes this as the beginning of an action. */
export const isActionStart = (text: string): boolean => text !== '' && actionSchema.safeParse(text).success;

/** The entries, a page at a time. */
export const useAuditEntries = (search: AuditSearch) => {
  const { organisationId } = useOrganisation();
  return useInfiniteQuery({
    queryKey: ['audit', organisationId, search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) => {
      const { period, from, to, ...narrow } = search;
      const range = from !== undefined && to !== undefined ? { from, to } : resolvePreset(period, new Date());
      return call(
        listAuditEntries,
        { params: { organisationId }, query: { ...narrow, ...range, cursor } },
        { signal },
      );
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
};
