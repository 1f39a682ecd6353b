import type { EmulatedGroup, EmulatedUser } from '../tenant/entities.ts';
import { resourceNotFound } from './graph-error.ts';
import { contextOf, type GraphAnswer, type GraphParts, type GraphRequest } from './graph-request.ts';
import { collectionBody, readPage } from './paging.ts';
import {
  booleanClause,
  countClause,
  inClause,
  readFilter,
  readSelect,
  readTop,
  refuseOptions,
  textClause,
} from './query.ts';
import { defaultUserProperties, presentUser, userProperties } from './user-properties.ts';

const defaults = [
  'id',
  'createdDateTime',
  'description',
  'displayName',
  'groupTypes',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'membershipRuleProcessingState',
  'onPremisesSyncEnabled',
  'securityEnabled',
  'visibility',
] as const satisfies readonly (keyof EmulatedGroup)[];

const groupProperties: ReadonlySet<string> = new Set([...defaults, 'assignedLicenses']);

const clauses = [
  countClause<EmulatedGroup>('assignedLicenses', ({ assignedLicenses }) => assignedLicenses),
  booleanClause<EmulatedGroup>('securityEnabled', ({ securityEnabled }) => securityEnabled),
  booleanClause<EmulatedGroup>('mailEnabled', ({ mailEnabled }) => mailEnabled),
  textClause<EmulatedGroup>('id', ({ id }) => id),
  textClause<EmulatedGroup>('displayName', ({ displayName }) => displayName),
  inClause<EmulatedGroup>('id', ({ id }) => id),
];

export const presentGroup =
  (names: readonly string[] = defaults) =>
  (group: EmulatedGroup): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, group[name as keyof EmulatedGroup]]));

/** `/groups`, with the advanced filter on licences. */
export const listGroups = (parts: GraphParts, request: GraphRequest): GraphAnswer => {
  refuseOptions(request.query, ['$select', '$top', '$filter', '$count', '$skiptoken']);
  const select = readSelect(request.query, groupProperties, 'group');
  const filter = readFilter(request, clauses);
  const all = request.caller.state.groups.rows(parts.paceMs());
  const rows = filter ? all.filter(filter) : all;
  const isCounted = request.query.get('$count') === 'true' && request.headers.consistencylevel !== undefined;
  const body = collectionBody(parts, request, {
    context: select ? `groups(${select.join(',')})` : 'groups',
    rows,
    page: readPage(parts, request, readTop(request.query, 100)),
    present: presentGroup(select),
    ...(isCounted ? { count: rows.length } : {}),
  });
  return { status: 200, body };
};

/** @throws GraphError 404 */
export const readGroup = (parts: GraphParts, { caller }: GraphRequest, id: string): EmulatedGroup => {
  const group = caller.state.groups.read(id.toLowerCase(), parts.paceMs());
  if (!group) throw resourceNotFound(id.slice(0, 200));
  return group;
};

export const oneGroup = (parts: GraphParts, request: GraphRequest, id: string): GraphAnswer => {
  refuseOptions(request.query, ['$select']);
  const select = readSelect(request.query, groupProperties, 'group');
  const fragment = select ? `groups(${select.join(',')})/$entity` : 'groups/$entity';
  const group = presentGroup(select)(readGroup(parts, request, id));
  return { status: 200, body: { '@odata.context': contextOf(parts, fragment), ...group } };
};

/** `/groups/{id}/members`: directory objects, which say that they are users. */
export const listMembers = (parts: GraphParts, request: GraphRequest, id: string): GraphAnswer => {
  refuseOptions(request.query, ['$select', '$top', '$count', '$skiptoken']);
  const select = readSelect(request.query, userProperties, 'user') ?? defaultUserProperties;
  const { memberIds } = readGroup(parts, request, id);
  const { users } = request.caller.state;
  const present = (memberId: string) => {
    const user: EmulatedUser | undefined = users.read(memberId, parts.paceMs());
    return {
      '@odata.type': '#microsoft.graph.user',
      ...(user ? presentUser(select)(user) : { id: memberId }),
    };
  };
  const isCounted = request.query.get('$count') === 'true' && request.headers.consistencylevel !== undefined;
  const body = collectionBody(parts, request, {
    context: 'directoryObjects',
    rows: memberIds,
    page: readPage(parts, request, readTop(request.query, 100)),
    present,
    ...(isCounted ? { count: memberIds.length } : {}),
  });
  return { status: 200, body };
};
