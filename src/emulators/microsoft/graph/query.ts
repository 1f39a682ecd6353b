import { badRequest, GraphError, unsupportedQuery } from './graph-error.ts';
import type { GraphRequest } from './graph-request.ts';

/** @throws GraphError 400 for a property that the type does not have */
export const readSelect = (
  query: URLSearchParams,
  known: ReadonlySet<string>,
  type: string,
): readonly string[] | undefined => {
  const text = query.get('$select');
  if (text === null || text.trim() === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (known.has(name)) continue;
    const message = `Parsing OData Select and Expand failed: Could not find a property named '${name.slice(0, 100)}' on type 'microsoft.graph.${type}'.`;
    throw new GraphError(400, 'BadRequest', message);
  }
  return [...new Set(names)];
};

/** @throws GraphError 400 outside 1 … 999 */
export const readTop = (query: URLSearchParams, defaultSize: number): number => {
  const text = query.get('$top');
  if (text === null) return defaultSize;
  const top = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > 999) {
    throw badRequest(
      `Invalid page size specified: '${text.slice(0, 20)}'. Must be between 1 and 999 inclusive.`,
    );
  }
  return top;
};

const isAdvanced = ({ query, headers }: GraphRequest): boolean =>
  query.get('$count') === 'true' && headers.consistencylevel?.toLowerCase() === 'eventual';

/** @throws GraphError 400 unless the request has `ConsistencyLevel: eventual` and `$count=true` */
export const requireAdvanced = (request: GraphRequest, what: string): void => {
  if (isAdvanced(request)) return;
  throw unsupportedQuery(
    `${what} is not supported without the header ConsistencyLevel: eventual and $count=true. See https://aka.ms/graph-docs/advanced-queries.`,
  );
};

/** @throws GraphError 400 for query options that the endpoint does not take */
export const refuseOptions = (query: URLSearchParams, known: readonly string[]): void => {
  for (const name of query.keys()) {
    if (!name.startsWith('$') || known.some((option) => option.toLowerCase() === name.toLowerCase()))
      continue;
    throw unsupportedQuery(`The query option '${name.slice(0, 50)}' is not supported for this request.`);
  }
};

export type RowFilter<Row> = (row: Row) => boolean;

interface Clause<Row> {
  readonly pattern: RegExp;
  readonly isAdvanced?: boolean;
  readonly filter: (match: RegExpExecArray) => RowFilter<Row>;
}

const unquote = (text = ''): string => text.replaceAll("''", "'");

/** `property eq true|false` */
export const booleanClause = <Row>(property: string, read: (row: Row) => boolean | null): Clause<Row> => ({
  pattern: new RegExp(`^${property} eq (true|false)$`),
  filter: (match) => (row) => (read(row) === true) === (match[1] === 'true'),
});

/** `property eq 'text'`, compared without case as the directory does. */
export const textClause = <Row>(property: string, read: (row: Row) => string | null): Clause<Row> => ({
  pattern: new RegExp(`^${property} eq '((?:[^']|'')*)'$`),
  filter: (match) => (row) => read(row)?.toLowerCase() === unquote(match[1]).toLowerCase(),
});

/** `property in ('a','b')`, at most 15 values. */
export const inClause = <Row>(property: string, read: (row: Row) => string): Clause<Row> => ({
  pattern: new RegExp(`^${property} in \\(((?:\\s*'[^']*'\\s*,?)+)\\)$`),
  filter: (match) => {
    const values = new Set(
      [...(match[1] ?? '').matchAll(/'([^']*)'/g)].map(([, value]) => value?.toLowerCase()),
    );
    if (values.size > 15) throw badRequest('Too many child clauses specified in search filter expression.');
    return (row) => values.has(read(row).toLowerCase());
  },
});

/** `property/$count eq|ne 0`, one of the advanced queries. */
export const countClause = <Row>(property: string, read: (row: Row) => readonly unknown[]): Clause<Row> => ({
  pattern: new RegExp(`^${property}/\\$count (eq|ne) 0$`),
  isAdvanced: true,
  filter: (match) => (row) => (read(row).length === 0) === (match[1] === 'eq'),
});

/**
 * Clauses joined by `and`.
 * @throws GraphError 400 for a filter that is none of `clauses`, or an advanced one without its conditions
 */
export const readFilter = <Row>(
  request: GraphRequest,
  clauses: readonly Clause<Row>[],
): RowFilter<Row> | undefined => {
  const text = request.query.get('$filter');
  if (text === null) return undefined;
  const filters = text.split(/ and /i).map((part) => {
    const clause = clauses.find(({ pattern }) => pattern.test(part.trim()));
    const match = clause?.pattern.exec(part.trim());
    if (!clause || !match)
      throw unsupportedQuery(
        `Unsupported or invalid query filter clause specified: '${part.slice(0, 200)}'.`,
      );
    if (clause.isAdvanced) requireAdvanced(request, `The filter '${part.slice(0, 200)}'`);
    return clause.filter(match);
  });
  return (row) => filters.every((filter) => filter(row));
};
