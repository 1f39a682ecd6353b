import type { TFunction } from 'i18next';
import type { InventorySku } from '../../../../shared/licences/contract.ts';

/** Why a SKU has no price: nobody knows one, or there is none to know. */
export const whyNoPrice = ({ standing }: InventorySku, t: TFunction<'licences'>): string =>
  standing === 'paid' || standing === 'excluded'
    ? t('licences:noPrice')
    : t(`licences:standingDetail.${standing}`);
