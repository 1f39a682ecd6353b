import type { Dimension, DimensionName } from '../../../../shared/explorer/dimensions.ts';
import { type Filter, filterSchema } from '../../../../shared/explorer/filters.ts';
import { type ExplorerSearch, filtersOfStep, type Step } from '../state/explorer-search.ts';

/** From the whole to a single thing: each level explains the one before. */
const path: readonly DimensionName[] = [
  'ProviderName',
  'ServiceName',
  'SubAccountName',
  'RegionId',
  'ResourceId',
];

/** How far down a dimension is; everything else (tags, categories) is as high as a provider. */
const levels: Partial<Record<Dimension, number>> = {
  ServiceName: 1,
  SkuId: 1,
  SkuMeter: 1,
  SkuPriceId: 1,
  ChargeDescription: 1,
  SubAccountId: 2,
  SubAccountName: 2,
  RegionId: 3,
  RegionName: 3,
  AvailabilityZone: 3,
  ResourceId: 4,
  ResourceName: 4,
};

/** Other ways to say what a level of the path says. */
const sameAs: Partial<Record<DimensionName, readonly Dimension[]>> = {
  SubAccountName: ['SubAccountId'],
  RegionId: ['RegionName'],
  ResourceId: ['ResourceName'],
};

/** The dimension that explains a group next; undefined where only its charges are left. */
export const nextDimension = (
  groupBy: readonly Dimension[],
  fixed: readonly Dimension[],
): DimensionName | undefined => {
  const last = groupBy.at(-1);
  if (last === undefined) return undefined;
  const known = new Set([...groupBy, ...fixed]);
  const isKnown = (dimension: DimensionName) =>
    known.has(dimension) || (sameAs[dimension] ?? []).some((other) => known.has(other));
  return path.slice((levels[last] ?? 0) + 1).find((dimension) => !isKnown(dimension));
};

/** Dimensions that a filter holds to a single value: grouping by them would show one group. */
const fixedBy = (filters: readonly Filter[]): readonly Dimension[] =>
  filters.flatMap((filter) =>
    filter.op === 'is-null' || (filter.op === 'include' && filter.values.length === 1)
      ? [filter.dimension]
      : [],
  );

export type Entered =
  | { readonly kind: 'level'; readonly groupBy: readonly Dimension[]; readonly trail: readonly Step[] }
  | { readonly kind: 'charges'; readonly charges: readonly Filter[] };

/**
 * Enters a group: its values become a step of the trail and the next dimension the grouping; at the end of the
 * path its charges are shown. Undefined for values longer than a filter may be.
 */
export const enter = (
  search: Pick<ExplorerSearch, 'groupBy' | 'filters' | 'trail'>,
  key: readonly (string | null)[],
): Entered | undefined => {
  const step: Step = { groupBy: [...search.groupBy], key: [...key] };
  const filters = filtersOfStep(step);
  if (filters.length === 0 || !filters.every((filter) => filterSchema.safeParse(filter).success))
    return undefined;
  const fixed = fixedBy([...search.filters, ...search.trail.flatMap(filtersOfStep)]);
  const next = nextDimension(search.groupBy, fixed);
  return next === undefined
    ? { kind: 'charges', charges: filters }
    : { kind: 'level', groupBy: [next], trail: [...search.trail, step] };
};
