import { Badge } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory, InventorySku } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing, Money } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { Amounts } from '../common/amounts.tsx';
import { amountsOfKind, type CashKind, firstAmount } from '../common/saving-sums.ts';
import { costOf, sumOf, unusedSeats, wasteOf } from './inventory-sums.ts';
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
        minWidthPx: 176,
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

interface CountOptions {
  readonly hidden?: boolean;
  readonly widthPx?: number;
  /** Instead of the sum of the column. */
  readonly total?: (rows: readonly InventorySku[]) => number;
}

/** A count of seats or holders; the sum of paid SKUs below. */
const useCountColumn = () => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return useCallback(
    (id: string, of: (sku: InventorySku) => number, options: CountOptions = {}): SkuColumn => ({
      id,
      label: t(`seats.${id}`),
      kind: 'quantity',
      minWidthPx: options.widthPx ?? 92,
      filterable: false,
      hidden: options.hidden ?? false,
      value: (sku) => String(of(sku)),
      total: (rows) => (
        <span title={t('paidOnly')}>
          {formats.count(options.total === undefined ? sumOf(rows, of) : options.total(rows))}
        </span>
      ),
    }),
    [t, formats],
  );
};

const optional: CountOptions = { hidden: true };

const useSeatColumns = (): readonly SkuColumn[] => {
  const { t } = useTranslation('licences');
  const count = useCountColumn();
  return useMemo(
    () => [
      {
        id: 'seats',
        label: t('seats.bar'),
        kind: 'choice',
        minWidthPx: 108,
        grow: 0,
        filterable: false,
        // By the share that is used.
        value: ({ bought, holders }) => (bought === 0 ? null : (holders.active / bought).toFixed(6)),
        cell: (sku) => <SeatBar sku={sku} />,
      },
      count('bought', ({ bought }) => bought, { widthPx: 84 }),
      count('assigned', ({ assigned }) => assigned),
      // Over-assigned SKUs do not use up what is spare elsewhere: the same as the tile says.
      count('spare', ({ spare }) => spare, { widthPx: 76, total: unusedSeats }),
    ],
    [t, count],
  );
};

/** How the holders use what they have; chosen when wanted, so that money and renewals are in sight at 1440 px. */
const useActivityColumns = (): readonly SkuColumn[] => {
  const count = useCountColumn();
  return useMemo(
    () => [
      count('active', ({ holders }) => holders.active, optional),
      count('stale', ({ holders }) => holders.stale, optional),
      count('inactive', ({ holders }) => holders.inactive, optional),
      count('never', ({ holders }) => holders.never, optional),
      count('unknown', ({ holders }) => holders.unknown, optional),
      count('warning', ({ warning }) => warning, optional),
      count('suspended', ({ suspended }) => suspended, optional),
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
      minWidthPx: kind === 'cash-at-renewal' ? 140 : 120,
      // Room for its name: what saves most is found by order.
      filterable: false,
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
        hidden: true,
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
        minWidthPx: 128,
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
        minWidthPx: 92,
        filterable: false,
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
