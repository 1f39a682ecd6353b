import { z } from 'zod';
import { GraphError } from './graph-error.ts';
import { contextOf, type GraphParts, type GraphRequest } from './graph-request.ts';

/** What a next link remembers: nothing of it can be changed by who follows it. */
const position = z.object({
  tenantId: z.string().max(100),
  path: z.string().max(500),
  query: z.string().max(4000),
  offset: z.int().min(0),
  size: z.int().min(1).max(999),
  expiresAtMs: z.number(),
});

export interface Page {
  readonly offset: number;
  readonly size: number;
}

/** `cursor` is what the fault of changing links adds. */
const isLinkOption = (name: string): boolean => ['$skiptoken', 'cursor'].includes(name.toLowerCase());

/** The query without the link's own token, in one order: a link serves the question that it was made for. */
const canonical = (query: URLSearchParams): string => {
  const rest = new URLSearchParams([...query].filter(([name]) => !isLinkOption(name)));
  rest.sort();
  return rest.toString();
};

const badToken = (message: string) => new GraphError(400, 'Directory_ExpiredPageToken', message);

const tokenOf = (query: URLSearchParams): string | undefined =>
  [...query].find(([name]) => isLinkOption(name))?.[1];

/**
 * Where the page of this request begins.
 * @throws GraphError 400 for a `$skiptoken` that is made up, of another question or tenant, or too old
 */
export const readPage = (parts: GraphParts, request: GraphRequest, size: number): Page => {
  const token = tokenOf(request.query);
  if (token === undefined) return { offset: 0, size };
  const read = position.safeParse(parts.links.open(token));
  const found = read.success ? read.data : undefined;
  const isOurs =
    found?.tenantId === request.caller.state.tenant.id &&
    found.path === request.path &&
    found.query === canonical(request.query);
  if (!found || !isOurs) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      'The specified page token is not valid for this request.',
    );
  }
  if (found.expiresAtMs <= parts.clock().getTime()) {
    throw badToken(
      'The specified page token value has expired and can no longer be included in your request.',
    );
  }
  return { offset: found.offset, size: found.size };
};

const nextLink = (parts: GraphParts, request: GraphRequest, { offset, size }: Page): string => {
  const token = parts.links.seal({
    tenantId: request.caller.state.tenant.id,
    path: request.path,
    query: canonical(request.query),
    offset,
    size,
    expiresAtMs: parts.clock().getTime() + parts.settings.nextLinkLifeMs,
  });
  const rest = [...request.query].filter(([name]) => !isLinkOption(name));
  const query = [...rest, ['$skiptoken', token]].map(
    ([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`,
  );
  return `${parts.graphOrigin}/v1.0${request.path}?${query.join('&')}`;
};

export interface Collection<Row> {
  readonly context: string;
  readonly rows: readonly Row[];
  readonly page: Page;
  readonly present: (row: Row) => unknown;
  /** Of all pages; only where `$count=true` was asked for. */
  readonly count?: number;
}

/** One page with its next link. */
export const collectionBody = <Row>(
  parts: GraphParts,
  request: GraphRequest,
  { context, rows, page, present, count }: Collection<Row>,
): Record<string, unknown> => {
  const end = page.offset + page.size;
  const link =
    end < rows.length ? { '@odata.nextLink': nextLink(parts, request, { ...page, offset: end }) } : {};
  return {
    '@odata.context': contextOf(parts, context),
    ...(count === undefined ? {} : { '@odata.count': count }),
    ...link,
    value: rows.slice(page.offset, end).map(present),
  };
};
