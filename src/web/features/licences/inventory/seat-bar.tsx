import { useTranslation } from 'react-i18next';
import type { InventorySku } from '../../../../shared/licences/contract.ts';
import { BulletBar } from '../../../ui/chart/bullet-bar.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';

/** Bought, assigned and active seats of a SKU on one line. */
export const SeatBar = ({ sku, tall = false }: { readonly sku: InventorySku; readonly tall?: boolean }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { bought, assigned, holders } = sku;
  if (bought === 0 && assigned === 0) return <Missing missing={t('seats.noneBought')} />;
  return (
    <BulletBar
      whole={bought}
      middle={assigned}
      inner={holders.active}
      tall={tall}
      label={t('seats.words', {
        bought: formats.count(bought),
        assigned: formats.count(assigned),
        active: formats.count(holders.active),
      })}
    />
  );
};
