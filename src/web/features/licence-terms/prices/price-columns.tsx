import { Badge } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Missing } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import type { PriceLine } from './price-rows.ts';

const sources = ['contract', 'partner', 'reference', 'unpriced'] as const;
const durations = ['P1M', 'P1Y', 'P3Y'] as const;
const plans = ['monthly', 'annual', 'triennial', 'one-time'] as const;

/** The columns of the list of prices. */
export const usePriceColumns = (): readonly Column<PriceLine>[] => {
  const { t } = useTranslation('licence-terms');
  return useMemo(() => {
    const labelled = (group: string, keys: readonly string[]) =>
      Object.fromEntries(keys.map((key) => [key, t(`${group}.${key}`)]));
    return [
      {
        id: 'name',
        label: t('prices.sku'),
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 220,
        value: ({ name }) => name,
      },
      {
        id: 'partNumber',
        label: t('partNumber'),
        kind: 'text',
        minWidthPx: 180,
        grow: 1,
        value: ({ skuPartNumber }) => skuPartNumber,
      },
      {
        id: 'price',
        label: t('prices.price'),
        kind: 'money',
        minWidthPx: 148,
        value: ({ price }) => price?.monthlyPrice ?? null,
        currency: ({ price }) => price?.currency ?? 'XXX',
        missing: t('prices.noPrice'),
      },
      {
        id: 'source',
        label: t('prices.source'),
        kind: 'choice',
        minWidthPx: 140,
        choices: labelled('source', sources),
        value: ({ source }) => source,
      },
      {
        id: 'counts',
        label: t('prices.counts'),
        kind: 'choice',
        minWidthPx: 128,
        choices: labelled('counts', ['yes', 'no']),
        value: ({ price }) => (price === null ? null : price.isEffective ? 'yes' : 'no'),
        cell: ({ price }) =>
          price === null ? (
            <Missing missing={t('prices.noPrice')} />
          ) : (
            <Badge
              appearance={price.isEffective ? 'tint' : 'outline'}
              color={price.isEffective ? 'success' : 'informative'}
              title={t(price.isEffective ? 'countsDetail.yes' : 'countsDetail.no')}
            >
              {t(price.isEffective ? 'counts.yes' : 'counts.no')}
            </Badge>
          ),
      },
      {
        id: 'seats',
        label: t('prices.seats'),
        kind: 'quantity',
        hidden: true,
        value: ({ seats }) => (seats === null ? null : String(seats)),
        missing: t('prices.onlyUnpriced'),
      },
      {
        id: 'termEndDate',
        label: t('prices.termEnd'),
        kind: 'day',
        value: ({ price }) => price?.termEndDate ?? null,
        missing: t('prices.noTerm'),
      },
      {
        id: 'term',
        label: t('prices.term'),
        kind: 'choice',
        minWidthPx: 112,
        choices: labelled('term', durations),
        value: ({ price }) => price?.termDuration ?? null,
        missing: t('prices.noTerm'),
      },
      {
        id: 'billing',
        label: t('prices.billing'),
        kind: 'choice',
        hidden: true,
        choices: labelled('billing', plans),
        value: ({ price }) => price?.billingPlan ?? null,
        missing: t('prices.noTerm'),
      },
      {
        id: 'changedAt',
        label: t('changedAt'),
        kind: 'instant',
        hidden: true,
        value: ({ price }) => price?.changedAt ?? null,
        missing: t('prices.shipped'),
      },
      {
        id: 'changedBy',
        label: t('changedBy'),
        kind: 'text',
        hidden: true,
        value: ({ price }) => price?.changedBy ?? null,
        missing: t('prices.shipped'),
      },
    ];
  }, [t]);
};
