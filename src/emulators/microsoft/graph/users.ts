import type { EmulatedUser } from '../tenant/entities.ts';
import { requireAuditLog } from './access.ts';
import { badRequest, GraphError, resourceNotFound } from './graph-error.ts';
import { contextOf, type GraphAnswer, type GraphParts, type GraphRequest } from './graph-request.ts';
import { collectionBody, readPage } from './paging.ts';
import {
  booleanClause,
  countClause,
  inClause,
  type RowFilter,
  readFilter,
  readSelect,
  readTop,
  refuseOptions,
  requireAdvanced,
  textClause,
} from './query.ts';
import { defaultUserProperties, presentUser, userProperties } from './user-properties.ts';

const clauses = [
  booleanClause<EmulatedUser>('accountEnabled', ({ accountEnabled }) => accountEnabled),
  booleanClause<EmulatedUser>('onPremisesSyncEnabled', ({ onPremisesSyncEnabled }) => onPremisesSyncEnabled),
  textClause<EmulatedUser>('id', ({ id }) => id),
  textClause<EmulatedUser>('userType', ({ userType }) => userType),
  textClause<EmulatedUser>('userPrincipalName', ({ userPrincipalName }) => userPrincipalName),
  textClause<EmulatedUser>('mail', ({ mail }) => mail),
  inClause<EmulatedUser>('id', ({ id }) => id),
  countClause<EmulatedUser>('assignedLicenses', ({ assignedLicenses }) => assignedLicenses),
];

/**
 * Graph answers sign-in activity only to tenants with Entra ID P1 or P2.
 * @throws GraphError 403, intermittent also for tenants that have it when `isDenied`
 */
const requirePremium = (isPremium: boolean, isDenied: boolean): void => {
  if (isPremium && !isDenied) return;
  throw new GraphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );
};

export interface UserRoutes {
  list(request: GraphRequest): GraphAnswer;
  count(request: GraphRequest): GraphAnswer;
  one(request: GraphRequest, principal: string): GraphAnswer;
  me(request: GraphRequest): GraphAnswer;
}

const selected = (request: GraphRequest, deniesPremium: () => boolean): readonly string[] | undefined => {
  const select = readSelect(request.query, userProperties, 'user');
  if (!select?.includes('signInActivity')) return select;
  requireAuditLog(request.caller);
  requirePremium(request.caller.state.tenant.isPremium, deniesPremium());
  // `id` comes along with `signInActivity`, asked for or not.
  return select.includes('id') ? select : ['id', ...select];
};

/** Rows of a filter, kept while no user changes: paging through 100,000 users must not filter them on each page. */
const createFilteredRows = (parts: GraphParts) => {
  const kept = new WeakMap<object, { key: string; rows: readonly EmulatedUser[] }>();
  return ({ caller, query }: GraphRequest, filter: RowFilter<EmulatedUser> | undefined) => {
    const { users } = caller.state;
    const rows = users.rows(parts.paceMs());
    if (!filter) return rows;
    const key = `${users.version}|${query.get('$filter')}`;
    const found = kept.get(users);
    if (found?.key === key) return found.rows;
    const filtered = rows.filter(filter);
    kept.set(users, { key, rows: filtered });
    return filtered;
  };
};

const pageSize = (
  parts: GraphParts,
  request: GraphRequest,
  select: readonly string[] | undefined,
): number => {
  const top = readTop(request.query, 100);
  if (!select?.includes('signInActivity')) return top;
  if (parts.settings.limitsSignInPagesTo120 && top > 120) {
    throw badRequest('Cannot query data for more than 120 users at a time when signInActivity is requested.');
  }
  return Math.min(top, 500);
};

/**
 * `/users`, `/users/$count`, `/users/{id}` and `/me`.
 * `deniesPremium` says whether this request meets the intermittent refusal of sign-in activity.
 */
export const createUserRoutes = (parts: GraphParts, deniesPremium: () => boolean): UserRoutes => {
  const filteredRows = createFilteredRows(parts);

  const entity = (request: GraphRequest, user: EmulatedUser): GraphAnswer => {
    refuseOptions(request.query, ['$select']);
    const select = selected(request, deniesPremium);
    const names = select ?? defaultUserProperties;
    const fragment = select ? `users(${select.join(',')})/$entity` : 'users/$entity';
    return {
      status: 200,
      body: { '@odata.context': contextOf(parts, fragment), ...presentUser(names)(user) },
    };
  };

  return {
    list(request) {
      refuseOptions(request.query, ['$select', '$top', '$filter', '$count', '$skiptoken']);
      const select = selected(request, deniesPremium);
      const filter = readFilter(request, clauses);
      if (filter && select?.includes('signInActivity') && request.query.get('$count') === 'true') {
        throw badRequest(
          'signInActivity cannot be combined with other filterable properties in advanced queries.',
        );
      }
      const rows = filteredRows(request, filter);
      const page = readPage(parts, request, pageSize(parts, request, select));
      const isCounted =
        request.query.get('$count') === 'true' && request.headers.consistencylevel !== undefined;
      const body = collectionBody(parts, request, {
        context: select ? `users(${select.join(',')})` : 'users',
        rows,
        page,
        present: presentUser(select ?? defaultUserProperties),
        ...(isCounted ? { count: rows.length } : {}),
      });
      return { status: 200, body };
    },
    count(request) {
      if (request.headers.consistencylevel?.toLowerCase() !== 'eventual')
        requireAdvanced(request, 'The path /$count');
      return {
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: String(filteredRows(request, readFilter(request, clauses)).length),
      };
    },
    one(request, principal) {
      const { users, userIdOf } = request.caller.state;
      const user = users.read(userIdOf(principal) ?? '', parts.paceMs());
      if (!user) throw resourceNotFound(principal.slice(0, 200));
      return entity(request, user);
    },
    me(request) {
      const { userId, state } = request.caller;
      const user = state.users.read(userId ?? '', parts.paceMs());
      if (!user)
        throw new GraphError(
          400,
          'BadRequest',
          '/me request is only valid with delegated authentication flow.',
        );
      return entity(request, user);
    },
  };
};
