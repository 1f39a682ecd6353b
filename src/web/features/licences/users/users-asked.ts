import { ruleIds } from '../../../../shared/licences/audit-result.ts';
import { activityStateSchema } from '../../../../shared/licences/parts.ts';
import type { GridView } from '../../../ui/grid/grid-view.ts';
import { free, known, order } from '../common/asked.ts';
import type { UsersAsked } from '../licence-queries.ts';

/** Kinds of accounts that the list can be narrowed to, one of them at a time. */
export const accountKinds = ['licensed', 'unlicensed', 'disabled', 'guest'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** What the server can order by: the ids of the columns are its words. */
export const userSorts = [
  'principalName',
  'displayName',
  'department',
  'country',
  'costCentre',
  'lastActivity',
  'cost',
  'saving',
] as const;

const accountQuery: Readonly<Record<AccountKind, Partial<UsersAsked>>> = {
  licensed: { licensed: 'true' },
  unlicensed: { licensed: 'false' },
  disabled: { enabled: 'false' },
  guest: { guest: 'true' },
};

/** What the page asks the server, from its state in the address. */
export const usersAsked = (view: GridView, connectionId: string | undefined): UsersAsked => {
  const [account] = known(view, 'account', accountKinds) ?? [];
  return {
    connectionId,
    search: view.find === '' ? undefined : view.find,
    state: known(view, 'state', activityStateSchema.options),
    rule: known(view, 'rule', ruleIds),
    skuId: free(view, 'skuId'),
    department: free(view, 'department'),
    country: free(view, 'country'),
    costCentre: free(view, 'costCentre'),
    ...(account === undefined ? {} : accountQuery[account]),
    ...order(view, userSorts),
  };
};
