import type { CompanySubscription, SubscribedSku } from '../tenant/entities.ts';
import { GraphError, resourceNotFound } from './graph-error.ts';
import { contextOf, type GraphAnswer, type GraphParts, type GraphRequest } from './graph-request.ts';
import { readSelect, refuseOptions } from './query.ts';

const pick = (entity: object, names: readonly string[] | undefined): unknown =>
  names ? Object.fromEntries(Object.entries(entity).filter(([name]) => names.includes(name))) : entity;

const collection = (
  parts: GraphParts,
  { query }: GraphRequest,
  rows: readonly object[],
  set: string,
  type: string,
): GraphAnswer => {
  // These collections are short: Graph answers them whole and takes no paging.
  refuseOptions(query, ['$select']);
  const known = new Set(Object.keys(rows[0] ?? {}));
  const select = known.size === 0 ? undefined : readSelect(query, known, type);
  const fragment = select ? `${set}(${select.join(',')})` : set;
  return {
    status: 200,
    body: { '@odata.context': contextOf(parts, fragment), value: rows.map((row) => pick(row, select)) },
  };
};

const withSeats = (parts: GraphParts, { caller }: GraphRequest, sku: SubscribedSku): SubscribedSku => ({
  ...sku,
  consumedUnits: caller.state.seats.read(sku.skuId, parts.paceMs())?.consumedUnits ?? sku.consumedUnits,
});

export const listSkus = (parts: GraphParts, request: GraphRequest): GraphAnswer => {
  const rows = request.caller.state.tenant.subscribedSkus.map((sku) => withSeats(parts, request, sku));
  return collection(parts, request, rows, 'subscribedSkus', 'subscribedSku');
};

export const oneSku = (parts: GraphParts, request: GraphRequest, id: string): GraphAnswer => {
  const sku = request.caller.state.tenant.subscribedSkus.find((candidate) => candidate.id === id);
  if (!sku) throw resourceNotFound(id.slice(0, 200));
  const body = {
    '@odata.context': contextOf(parts, 'subscribedSkus/$entity'),
    ...withSeats(parts, request, sku),
  };
  return { status: 200, body };
};

export const listSubscriptions = (parts: GraphParts, request: GraphRequest): GraphAnswer => {
  const rows: readonly CompanySubscription[] = request.caller.state.tenant.subscriptions;
  return collection(parts, request, rows, 'directory/subscriptions', 'companySubscription');
};

export const listOrganizations = (parts: GraphParts, request: GraphRequest): GraphAnswer =>
  collection(parts, request, [request.caller.state.tenant.organization], 'organization', 'organization');

/** `/users/{id}/mailboxSettings` and its `userPurpose`. A delegated caller reaches its own mailbox only. */
export const mailboxSettings = (
  parts: GraphParts,
  { caller }: GraphRequest,
  principal: string,
  isPurposeOnly: boolean,
): GraphAnswer => {
  const { state, userId } = caller;
  const id = state.userIdOf(principal);
  if (id === undefined) throw resourceNotFound(principal.slice(0, 200));
  if (userId !== undefined && userId !== id) {
    throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  const purpose = state.tenant.mailboxPurpose.get(id);
  if (purpose === undefined) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  const base = `users('${encodeURIComponent(principal)}')/mailboxSettings`;
  const context = { '@odata.context': contextOf(parts, isPurposeOnly ? `${base}/userPurpose` : base) };
  if (isPurposeOnly) return { status: 200, body: { ...context, value: purpose } };
  const zone =
    state.tenant.organization.countryLetterCode === 'US'
      ? 'Pacific Standard Time'
      : 'W. Europe Standard Time';
  const settings = { timeZone: zone, dateFormat: 'yyyy-MM-dd', timeFormat: 'HH:mm', userPurpose: purpose };
  return { status: 200, body: { ...context, ...settings } };
};

/** `/admin/reportSettings`. */
export const reportSettings = (parts: GraphParts, { caller }: GraphRequest): GraphAnswer => ({
  status: 200,
  body: {
    '@odata.context': contextOf(parts, 'admin/reportSettings/$entity'),
    id: 'adminReportSettings',
    displayConcealedNames: caller.state.concealed,
  },
});
