import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../../../shared/explorer/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing, Quantity } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';

type CostField = 'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost';
type PriceField = 'listUnitPrice' | 'contractedUnitPrice';
type TextField = {
  [Field in keyof Charge]: Charge[Field] extends string | null ? Field : never;
}[keyof Charge];

const tagsText = ({ tags }: Charge): string | null => {
  const all = Object.entries(tags).map(([key, value]) => (value === null ? key : `${key}: ${value}`));
  return all.length === 0 ? null : all.join(', ');
};

/** The columns of charge lines; those that seldom matter wait in the column chooser. */
export const useChargeColumns = (): readonly Column<Charge>[] => {
  const { t } = useTranslation('explorer');
  const formats = useFormats();
  return useMemo(() => {
    const missing = t('notInExport');
    const cost = (id: CostField, label: string, hidden = false): Column<Charge> => ({
      id,
      label,
      kind: 'money',
      hidden,
      missing,
      value: (charge) => charge[id],
      currency: (charge) => charge.billingCurrency ?? 'XXX',
    });
    const price = (id: PriceField, label: string): Column<Charge> => ({
      id,
      label,
      kind: 'money',
      hidden: true,
      value: (charge) => charge[id],
      cell: (charge) => {
        const value = charge[id];
        if (value === null) return <Missing missing={missing} />;
        const written = formats.price(value, charge.billingCurrency ?? 'XXX', charge.pricingUnit ?? '');
        return <span title={written.full}>{written.text}</span>;
      },
    });
    const text = (id: TextField, label: string, hidden = true): Column<Charge> => ({
      id,
      label,
      kind: 'text',
      hidden,
      missing,
      value: (charge) => charge[id],
    });
    return [
      {
        id: 'chargePeriodStart',
        label: t('chargePeriod'),
        kind: 'text',
        fixed: true,
        grow: 0,
        minWidthPx: 168,
        value: ({ chargePeriodStart }) => chargePeriodStart,
        cell: ({ chargePeriodStart: at, chargePeriodEnd: end }) => (
          <span title={`${at} – ${end}`}>
            {formats.day(at)} {at.slice(11, 16) === '00:00' ? '' : `${at.slice(11, 16)} UTC`}
          </span>
        ),
      },
      { ...text('chargeDescription', t('dimension.ChargeDescription'), false), grow: 2, minWidthPx: 220 },
      { ...text('chargeCategory', t('dimension.ChargeCategory'), false), grow: 0, minWidthPx: 128 },
      cost('billedCost', t('cost.billed')),
      cost('effectiveCost', t('cost.effective')),
      {
        id: 'consumedQuantity',
        label: t('quantity'),
        kind: 'quantity',
        minWidthPx: 152,
        value: ({ consumedQuantity }) => consumedQuantity,
        cell: ({ consumedQuantity, consumedUnit }) => (
          <Quantity
            value={consumedQuantity}
            missing={missing}
            {...(consumedUnit === null ? {} : { unit: consumedUnit })}
          />
        ),
      },
      cost('listCost', t('cost.list'), true),
      cost('contractedCost', t('cost.contracted'), true),
      price('listUnitPrice', t('listUnitPrice')),
      price('contractedUnitPrice', t('contractedUnitPrice')),
      text('providerName', t('dimension.ProviderName')),
      text('serviceName', t('dimension.ServiceName'), false),
      text('subAccountName', t('dimension.SubAccountName')),
      text('regionId', t('dimension.RegionId')),
      text('resourceName', t('dimension.ResourceName')),
      text('resourceId', t('dimension.ResourceId')),
      text('skuId', t('dimension.SkuId')),
      text('pricingCategory', t('dimension.PricingCategory')),
      text('commitmentDiscountId', t('dimension.CommitmentDiscountId')),
      text('commitmentDiscountStatus', t('dimension.CommitmentDiscountStatus')),
      { id: 'tags', label: t('tags'), kind: 'text', hidden: true, value: tagsText, missing: t('noTags') },
    ];
  }, [t, formats]);
};
