import { Badge } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory, InventorySku } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing, Money } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { Amounts } from '../common/amounts.tsx';
import { amountsOfKind, type CashKind, firstAmount } from '../common/saving-sums.ts';
import { costOf, sumOf, wasteOf } from './inventory-sums.ts';
import { PriceSourceMark } from './price-source-mark.tsx';
import { SeatBar } from './seat-bar.tsx';
import { whyNoPrice } from './why-no-price.ts';

type SkuColumn = Column<InventorySku>;

/** The columns of the inventory; the tenant only where several are shown together. */
export const useInventoryColumns = (facts: Inventory['facts']): readonly SkuColumn[] => {
  const names = useNameColumns(facts);
  const seats = useSeatColumns();
  const money = useMoneyColumns();
  const activity = useActivityColumns();
  return useMemo(() => [...names, ...seats, ...money, ...activity], [names, seats, money, activity]);
};

const useNameColumns = (facts: Inventory['facts']): readonly SkuColumn[] => {
  const { t } = useTranslation('licences');
  return useMemo(() => {
    const tenants = new Map(facts.map(({ connectionId, connectionName }) => [connectionId, connectionName]));
    const tenant: SkuColumn = {
      id: 'tenant',
      label: t('tenant'),
      kind: 'choice',
      minWidthPx: 140,
      choices: Object.fromEntries(tenants),
      value: ({ connectionId }) => connectionId,
    };
    const standings = ['paid', 'trial', 'free', 'company', 'excluded'] as const;
    return [
      {
        id: 'name',
        label: t('sku'),
        kind: 'text',
        fixed: true,
        minWidthPx: 220,
        value: ({ name }) => name,
        cell: ({ name, skuPartNumber, standing }) => (
          <span title={`${name} (${skuPartNumber})`}>
            {name}{' '}
            {standing !== 'paid' && (
              <Badge appearance="tint" color="informative" title={t(`standingDetail.${standing}`)}>
                {t(`standing.${standing}`)}
              </Badge>
            )}
          </span>
        ),
      },
      ...(facts.length > 0 ? [tenant] : []),
      {
        id: 'partNumber',
        label: t('partNumber'),
        kind: 'text',
        hidden: true,
        value: ({ skuPartNumber }) => skuPartNumber,
      },
      {
        id: 'standing',
        label: t('standingLabel'),
        kind: 'choice',
        hidden: true,
        choices: Object.fromEntries(standings.map((each) => [each, t(`standing.${each}`)])),
        value: ({ standing }) => standing,
      },
    ];
  }, [facts, t]);
};

/** A count of seats or holders; the sum of paid SKUs below. */
const useCountColumn = () => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return useCallback(
    (id: string, of: (sku: InventorySku) => number, hidden = false): SkuColumn => ({
      id,
      label: t(`seats.${id}`),
      kind: 'quantity',
      minWidthPx: 92,
      filterable: false,
      hidden,
      value: (sku) => String(of(sku)),
      total: (rows) => <span title={t('paidOnly')}>{formats.count(sumOf(rows, of))}</span>,
    }),
    [t, formats],
  );
};

const useSeatColumns = (): readonly SkuColumn[] => {
  const { t } = useTranslation('licences');
  const count = useCountColumn();
  return useMemo(
    () => [
      {
        id: 'seats',
        label: t('seats.bar'),
        kind: 'choice',
        minWidthPx: 128,
        grow: 0,
        filterable: false,
        // By the share that is used.
        value: ({ bought, holders }) => (bought === 0 ? null : (holders.active / bought).toFixed(6)),
        cell: (sku) => <SeatBar sku={sku} />,
      },
      count('bought', ({ bought }) => bought),
      count('assigned', ({ assigned }) => assigned),
      count('spare', ({ spare }) => spare),
    ],
    [t, count],
  );
};

/** How the holders use what they have. */
const useActivityColumns = (): readonly SkuColumn[] => {
  const count = useCountColumn();
  return useMemo(
    () => [
      count('active', ({ holders }) => holders.active),
      count('stale', ({ holders }) => holders.stale),
      count('inactive', ({ holders }) => holders.inactive),
      count('never', ({ holders }) => holders.never),
      count('unknown', ({ holders }) => holders.unknown, true),
      count('warning', ({ warning }) => warning, true),
      count('suspended', ({ suspended }) => suspended, true),
    ],
    [count],
  );
};

const useMoneyColumns = (): readonly SkuColumn[] => {
  const { t } = useTranslation('licences');
  return useMemo(() => {
    const waste = (kind: CashKind, hidden = false): SkuColumn => ({
      id: kind,
      label: t(`kindColumn.${kind}`),
      kind: 'money',
      minWidthPx: 148,
      hidden,
      value: (sku) => firstAmount(amountsOfKind(sku.waste, kind)),
      cell: (sku) => (
        <span title={t(`kindDetail.${kind}`)}>
          <Amounts amounts={amountsOfKind(sku.waste, kind)} missing={t('nothingToSave')} />
        </span>
      ),
      total: (rows) => <Amounts amounts={wasteOf(rows, kind)} missing={t('nothingToSave')} />,
    });
    return [
      {
        id: 'unitPrice',
        label: t('unitPrice'),
        kind: 'money',
        minWidthPx: 176,
        value: ({ unitPrice }) => unitPrice,
        cell: (sku) => {
          const { unitPrice, currency, priceSource } = sku;
          return unitPrice === null || currency === null ? (
            <Missing missing={whyNoPrice(sku, t)} />
          ) : (
            <span title={t(`priceSourceDetail.${priceSource}`)}>
              <PriceSourceMark source={priceSource} /> <Money amount={unitPrice} currency={currency} />
            </span>
          );
        },
      },
      {
        id: 'priceSource',
        label: t('priceSourceLabel'),
        kind: 'choice',
        hidden: true,
        minWidthPx: 116,
        choices: Object.fromEntries(
          (['contract', 'partner', 'reference', 'unpriced'] as const).map((each) => [
            each,
            t(`priceSource.${each}`),
          ]),
        ),
        value: ({ priceSource }) => priceSource,
      },
      {
        id: 'monthlyCost',
        label: t('monthlyCost'),
        kind: 'money',
        minWidthPx: 148,
        value: ({ monthlyCost }) => monthlyCost,
        cell: (sku) => (
          <Money amount={sku.monthlyCost} currency={sku.currency ?? 'XXX'} missing={whyNoPrice(sku, t)} />
        ),
        currency: ({ currency }) => currency ?? 'XXX',
        total: (rows) => (
          <span title={t('paidOnly')}>
            <Amounts amounts={costOf(rows)} missing={t('noPrice')} />
          </span>
        ),
      },
      waste('freed-seat'),
      waste('cash-at-renewal'),
      waste('avoided-purchase', true),
      {
        id: 'findings',
        label: t('findingsLabel'),
        kind: 'quantity',
        minWidthPx: 108,
        value: ({ findings }) => String(findings),
      },
      {
        id: 'renewsOn',
        label: t('renewsOn'),
        kind: 'day',
        missing: t('noRenewal'),
        value: ({ renewsOn }) => renewsOn,
      },
    ];
  }, [t]);
};
