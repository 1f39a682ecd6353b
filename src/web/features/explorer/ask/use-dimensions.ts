import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Dimension,
  dimensionNames,
  tagDimension,
  tagKeyOf,
} from '../../../../shared/explorer/dimensions.ts';
import type { Period } from '../../../../shared/explorer/period.ts';
import type { FilterDimension } from '../../../ui/filter/dimension-list.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { tagKeysQuery } from '../explorer-queries.ts';

/** What people most often ask by, before everything else. */
const common: readonly Dimension[] = [
  'ServiceName',
  'ProviderName',
  'SubAccountName',
  'RegionId',
  'ResourceId',
  'ChargeCategory',
  'ServiceCategory',
];

/** A dimension in the member's words. */
export const useDimensionLabel = (): ((dimension: Dimension) => string) => {
  const { t } = useTranslation('explorer');
  return useCallback(
    (dimension) => {
      const key = tagKeyOf(dimension);
      return key === undefined ? t(`dimension.${dimension}` as 'dimension.ServiceName') : t('tag', { key });
    },
    [t],
  );
};

/** Everything one can group and filter by in a period: common dimensions, tag keys by cost, then the rest. */
export const useDimensions = (period: Period): readonly FilterDimension[] => {
  const { organisationId } = useOrganisation();
  const label = useDimensionLabel();
  const { data } = useQuery(tagKeysQuery(organisationId, period));
  return useMemo(() => {
    const tags = (data?.items ?? []).map(({ key }) => tagDimension(key)).filter((tag) => tag.length <= 516);
    const rest = dimensionNames.filter((name) => !common.includes(name));
    return [...common, ...tags, ...rest].map((id) => ({ id, label: label(id) }));
  }, [data, label]);
};
