import { queryOptions } from '@tanstack/react-query';
import { childKinds } from '../../../../shared/access.ts';
import type { Membership } from '../../../../shared/identity/contract.ts';
import { listRelationships } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';

/** Everything that is asked about the relationships of an organisation; what changes one makes it stale. */
export const relationshipsKey = (organisationId: string): readonly unknown[] => [
  'relationships',
  organisationId,
];

/** The live relationships of an organisation, as parent and as child. */
export const relationshipsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: [...relationshipsKey(organisationId), 'list'],
    queryFn: ({ signal }) => call(listRelationships, { params: { organisationId } }, { signal }),
  });

/** Whether there is anything above or below an organisation, or may be. */
export const relationshipsPresent = ({ organisationId, kind }: Membership) =>
  queryOptions({
    queryKey: [...relationshipsKey(organisationId), 'present', kind] as readonly unknown[],
    queryFn: async ({ client }) =>
      childKinds[kind].length > 0 ||
      (await client.fetchQuery(relationshipsQuery(organisationId))).items.length > 0,
  });
