import { useTranslation } from 'react-i18next';
import { Exact } from '../../../../shared/money.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';

interface ChoicePriceProps {
  readonly price: { readonly now: string | null; readonly later: string | null } | undefined;
  readonly isOn: boolean;
  readonly currency: string;
}

/** "Costs 4,210 a month"; what it will cost when no commitment runs any more, where that differs. */
export const ChoicePrice = ({ price, isOn, currency }: ChoicePriceProps) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const money = (amount: string) => formats.money(amount, currency).text;
  if (price === undefined) return <Missing missing={t(isOn ? 'mix.priceUnknown' : 'mix.priceOff')} />;
  const { now, later } = price;
  if (now === null) return <Missing missing={t('mix.priceNotProven')} />;
  const said = new Exact(now).isZero() ? t('mix.priceNothing') : t('mix.price', { amount: money(now) });
  return later === null || new Exact(later).eq(now)
    ? said
    : t('mix.priceThen', { now: said, amount: money(later) });
};
