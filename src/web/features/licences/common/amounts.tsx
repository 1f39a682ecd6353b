import { makeStyles, tokens } from '@fluentui/react-components';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing, Money } from '../../../ui/format/values.tsx';
import { type Amount, amountsOfKind, kindsOf, type Saving, yearOf } from './saving-sums.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '2px 16px' },
  kind: { color: tokens.colorNeutralForeground2 },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

interface AmountsProps {
  readonly amounts: readonly Amount[];
  readonly missing: string;
  readonly short?: boolean;
}

/** Amounts of one kind of money in their currencies, side by side. */
export const Amounts = ({ amounts, missing, short = false }: AmountsProps) => {
  if (amounts.length === 0) return <Missing missing={missing} />;
  return amounts.map(({ currency, amount }, index) => (
    <Fragment key={currency}>
      {index > 0 && ' · '}
      <Money amount={amount} currency={currency} short={short} />
    </Fragment>
  ));
};

/** Possible savings a month by their kind, each said in words; never one sum of several kinds. */
export const Savings = ({
  savings,
  missing,
}: {
  readonly savings: readonly Saving[];
  readonly missing: string;
}) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const kinds = kindsOf(savings);
  if (kinds.length === 0) return <Missing missing={missing} />;
  return (
    <span className={styles.list}>
      {kinds.map((kind) => (
        <span key={kind}>
          <MonthlyAmounts amounts={amountsOfKind(savings, kind)} />{' '}
          <span className={styles.kind} title={t(`kindDetail.${kind}`)}>
            {t(`kind.${kind}`)}
          </span>
        </span>
      ))}
    </span>
  );
};

/** "57.00 € / month", and the year on hover. */
export const MonthlyAmounts = ({ amounts }: { readonly amounts: readonly Amount[] }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const year = amounts
    .map(({ currency, amount }) => formats.money(yearOf(amount), currency).text)
    .join(' · ');
  return (
    <span className={styles.number} title={t('perYear', { amount: year })}>
      {t('perMonth', {
        amount: amounts.map(({ currency, amount }) => formats.money(amount, currency).text).join(' · '),
      })}
    </span>
  );
};
