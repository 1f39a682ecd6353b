import type { DuckDBValue } from '@duckdb/node-api';
import { quoteName, quotePath } from '../../../platform/lake/sql-text.ts';
import { type Dimension, tagKeyOf } from '../../../shared/explorer/dimensions.ts';
import type { Filter } from '../../../shared/explorer/filters.ts';
import type { CostKind } from '../../../shared/explorer/question.ts';
import type { Span } from '../charge-files.ts';

/** Which charges a query reads. Every text in it is bound, never written into the SQL. */
export interface ChargeScope {
  readonly paths: readonly string[];
  /** The periods; a charge belongs to one when it begins in it. */
  readonly spans: readonly Span[];
  readonly currency: string;
  readonly filters: readonly Filter[];
}

/** Collects the values of a statement; `bind` answers the place holder. */
export interface Bindings {
  bind(value: DuckDBValue): string;
  readonly values: readonly DuckDBValue[];
}

export const createBindings = (): Bindings => {
  const values: DuckDBValue[] = [];
  return { bind: (value) => `$${values.push(value)}`, values };
};

/** The column of a kind of cost. */
export const costColumn: Record<CostKind, string> = {
  billed: 'BilledCost',
  effective: 'EffectiveCost',
  list: 'ListCost',
  contracted: 'ContractedCost',
};

/**
 * A dimension as an expression: a column of the closed list of dimensions, or the value of a tag whose key is
 * bound. NULL where a charge has none.
 */
export const dimensionSql = (dimension: Dimension, bindings: Bindings): string => {
  const key = tagKeyOf(dimension);
  return key === undefined ? quoteName(dimension) : `Tags[${bindings.bind(key)}]`;
};

/** An instant as a constant; made from a Date, so nothing of a caller's text is in it. */
export const instantSql = (at: Date): string =>
  `timestamp '${at.toISOString().replace('T', ' ').replace('Z', '')}'`;

/** Whether a charge begins in a span. */
export const withinSql = ({ from, to }: Span): string =>
  `ChargePeriodStart >= ${instantSql(from)} and ChargePeriodStart < ${instantSql(to)}`;

const anyOf = (values: readonly string[], bindings: Bindings): string =>
  values.map((value) => bindings.bind(value)).join(', ');

const equalsSql = (column: string, values: readonly (string | null)[], bindings: Bindings): string => {
  const texts = values.filter((value) => value !== null);
  const parts = [
    // `coalesce` makes the comparison with NULL false instead of unknown, so that `not` is its complement.
    ...(texts.length > 0 ? [`coalesce(${column} in (${anyOf(texts, bindings)}), false)`] : []),
    ...(texts.length < values.length ? [`${column} is null`] : []),
  ];
  return `(${parts.join(' or ')})`;
};

const containsSql = (column: string, values: readonly string[], bindings: Bindings): string => {
  const parts = values.map((value) => `contains(lower(${column}), lower(${bindings.bind(value)}))`);
  return `coalesce(${parts.join(' or ')}, false)`;
};

/** A filter as a condition that is true or false, never unknown. */
export const filterSql = (filter: Filter, bindings: Bindings): string => {
  const column = dimensionSql(filter.dimension, bindings);
  switch (filter.op) {
    case 'include':
      return equalsSql(column, filter.values, bindings);
    case 'exclude':
      return `not ${equalsSql(column, filter.values, bindings)}`;
    case 'contains':
      return containsSql(column, filter.values, bindings);
    case 'not-contains':
      return `not ${containsSql(column, filter.values, bindings)}`;
    case 'is-null':
      return `${column} is null`;
    case 'not-null':
      return `${column} is not null`;
  }
};

const spansSql = (spans: readonly Span[]): string => {
  const from = new Date(Math.min(...spans.map((span) => span.from.getTime())));
  const to = new Date(Math.max(...spans.map((span) => span.to.getTime())));
  // The hull lets DuckDB skip row groups by their minimum and maximum; it cannot with an `or`.
  const hull = withinSql({ from, to });
  return spans.length === 1
    ? hull
    : `${hull} and (${spans.map((span) => `(${withinSql(span)})`).join(' or ')})`;
};

/** The files as a relation. The list is never empty: without files there is nothing to ask. */
export const filesSql = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(quotePath).join(', ')}], hive_partitioning = false)`;

/** `from … where …` for a scope; further conditions are added with `and`. */
export const chargesSql = (scope: ChargeScope, bindings: Bindings, extra: readonly string[] = []): string => {
  const conditions = [
    spansSql(scope.spans),
    `BillingCurrency = ${bindings.bind(scope.currency)}`,
    ...scope.filters.map((filter) => filterSql(filter, bindings)),
    ...extra,
  ];
  return `from ${filesSql(scope.paths)} where ${conditions.join('\n    and ')}`;
};
