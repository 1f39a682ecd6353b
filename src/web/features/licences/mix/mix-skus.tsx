import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MixResult } from '../../../../shared/licences/mix-result.ts';
import { PairedBars } from '../../../ui/chart/paired-bars.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Section } from '../../../ui/page/section.tsx';
import { pairedSkus } from './mix-data.ts';

/** Seats of each SKU today and in the plan, with what each costs a month. */
export const MixSkus = ({ result }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const pairs = useMemo(() => {
    const text = (seats: number, monthly: string) =>
      t('mix.seats', {
        count: seats,
        number: formats.count(seats),
        amount: formats.money(monthly, result.currency).text,
      });
    return pairedSkus(result).map((sku) => ({
      key: sku.skuPartNumber,
      label: sku.name,
      before: sku.seatsBefore,
      after: sku.seatsAfter,
      beforeText: text(sku.seatsBefore, sku.monthlyBefore),
      afterText:
        sku.seatsCommitted > sku.seatsAfter && sku.committedUntil !== null
          ? `${text(sku.seatsAfter, sku.monthlyAfter)} · ${t('mix.committed', {
              number: formats.count(sku.seatsCommitted),
              day: formats.day(sku.committedUntil),
            })}`
          : text(sku.seatsAfter, sku.monthlyAfter),
    }));
  }, [result, formats, t]);
  return (
    <Section title={t('mix.skus')} lead={t('mix.skusLead')}>
      <PairedBars pairs={pairs} beforeLabel={t('mix.before')} afterLabel={t('mix.after')} />
    </Section>
  );
};
