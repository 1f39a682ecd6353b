import { organisationRoute, type Route } from '../../platform/http/route.ts';
import * as contract from '../../shared/views/contract.ts';
import { changeOne, createOne, deleteOne, listViews, type ViewDependencies } from './view-service.ts';

/** Saved views of the explorer: personal ones, and those shared with the organisation. */
export const createViewsFeature = (deps: ViewDependencies): { readonly routes: readonly Route[] } => {
  const create = createOne(deps);
  const change = changeOne(deps);
  return {
    routes: [
      organisationRoute(contract.listViews, (context) => listViews(context)),
      organisationRoute(contract.createView, (context, { body }) => create(context, body)),
      organisationRoute(contract.updateView, (context, { params, body }) =>
        change(context, params.viewId, body),
      ),
      organisationRoute(contract.deleteView, (context, { params }) => deleteOne(context, params.viewId)),
    ],
  };
};
