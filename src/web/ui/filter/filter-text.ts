import type { TFunction } from 'i18next';
import type { Filter } from '../../../shared/explorer/filters.ts';

/** Values named in a chip before the rest is counted. */
const mostNamed = 2;

/** A filter in words: "Service is Storage, Compute + 3 more". */
export const filterText = (filter: Filter, label: string, t: TFunction<'ui'>): string => {
  const condition = `${label} ${t(`filter.op.${filter.op}`)}`;
  if (!('values' in filter)) return condition;
  const named = filter.values.slice(0, mostNamed).map((value) => value ?? t('filter.empty'));
  const rest = filter.values.length - named.length;
  return `${condition} ${[...named, ...(rest > 0 ? [t('filter.more', { count: rest })] : [])].join(', ')}`;
};
