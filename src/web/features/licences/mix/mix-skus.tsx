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
    // Committed seats are paid whether anybody holds them or not: the amount is then theirs.
    const text = (
      seats: number,
      monthly: string,
      { seatsCommitted, committedUntil }: (typeof result.skus)[number],
    ) => {
      const isCommitted = seatsCommitted > seats && committedUntil !== null;
      return t(isCommitted ? 'mix.seatsOfCommitted' : 'mix.seats', {
        count: seats,
        number: formats.count(seats),
        amount: formats.money(monthly, result.currency).text,
        committed: formats.count(seatsCommitted),
        day: committedUntil === null ? '' : formats.day(committedUntil),
      });
    };
    return pairedSkus(result).map((sku) => ({
      key: sku.skuPartNumber,
      label: sku.name,
      before: sku.seatsBefore,
      after: sku.seatsAfter,
      beforeText: text(sku.seatsBefore, sku.monthlyBefore, sku),
      afterText: text(sku.seatsAfter, sku.monthlyAfter, sku),
    }));
  }, [result, formats, t]);
  return (
    <Section title={t('mix.skus')} lead={t('mix.skusLead')}>
      <PairedBars pairs={pairs} beforeLabel={t('mix.before')} afterLabel={t('mix.after')} />
    </Section>
  );
};
