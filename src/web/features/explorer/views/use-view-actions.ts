import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteView, updateView, type View } from '../../../../shared/views/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { viewsQuery } from './view-queries.ts';

/** What can be done with a saved view; a change names the version it was made from. */
export const useViewActions = (view: View) => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const params = { organisationId, viewId: view.id };
  const update = async (body: { name?: string; isShared?: boolean }, said: string) => {
    try {
      await call(updateView, { params, body: { ...body, version: view.version } });
      toasts.success(said);
    } catch (error) {
      toasts.problem(error);
    }
    await client.invalidateQueries(viewsQuery(organisationId));
  };
  return {
    rename: (name: string) => update({ name }, t('views.renamed', { name })),
    share: (isShared: boolean) =>
      update({ isShared }, t(isShared ? 'views.nowShared' : 'views.nowPrivate', { name: view.name })),
    remove: async () => {
      await call(deleteView, { params });
      await client.invalidateQueries(viewsQuery(organisationId));
      toasts.success(t('views.deleted', { name: view.name }));
    },
  };
};
