import { Badge, Caption1, makeStyles, Title2, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right';
import { useTranslation } from 'react-i18next';
import type { MixResult } from '../../../../shared/licences/mix-result.ts';
import { Exact } from '../../../../shared/money.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Instant, Money } from '../../../ui/format/values.tsx';
import { lastStep } from './mix-data.ts';
import { SavingSteps } from './saving-steps.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  figures: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: '8px 24px' },
  figure: { display: 'flex', flexDirection: 'column' },
  label: { color: tokens.colorNeutralForeground2 },
  arrow: { fontSize: '24px', color: tokens.colorNeutralForeground3, paddingBottom: '4px' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    color: tokens.colorNeutralForeground2,
  },
});

/** Today's cost and the least possible, the proof, and when each part of the saving begins. */
export const MixHeadline = ({
  result,
  computedAt,
}: {
  readonly result: MixResult;
  readonly computedAt: string | null;
}) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { currency, currentMonthlyCost, optimalMonthlyCost, users, classes } = result;
  const last = lastStep(result);
  const figure = (label: string, amount: string) => (
    <div className={styles.figure}>
      <Caption1 className={styles.label}>{label}</Caption1>
      <Title2>
        <Money amount={amount} currency={currency} short />
      </Title2>
    </div>
  );
  return (
    <div className={styles.root}>
      <div className={styles.figures}>
        {figure(t('mix.today'), currentMonthlyCost)}
        <ArrowRightRegular className={styles.arrow} aria-hidden />
        {figure(t('mix.cheapest'), optimalMonthlyCost)}
        {last !== undefined && (
          <>
            <ArrowRightRegular className={styles.arrow} aria-hidden />
            {figure(t('mix.whenEnded', { day: formats.day(last.from) }), last.monthlyCost)}
          </>
        )}
        <Proof result={result} />
      </div>
      <SavingSteps result={result} />
      <Caption1 className={styles.label}>{t('mix.todayDetail')}</Caption1>
      <Caption1 className={styles.facts}>
        <span>
          {t('mix.scope', {
            users: formats.count(users),
            classes: formats.count(classes.length),
            day: formats.day(result.asOf),
          })}
        </span>
        {computedAt !== null && (
          <span>
            {t('mix.computedAt')} <Instant at={computedAt} />
          </span>
        )}
      </Caption1>
    </div>
  );
};

const Proof = ({ result: { isProven, bound, currency, gap } }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const least = formats.money(bound, currency).text;
  return isProven && new Exact(gap).isZero() ? (
    <Badge appearance="tint" color="success" size="large" title={t('mix.provenDetail', { bound: least })}>
      {t('mix.proven')}
    </Badge>
  ) : (
    <Badge
      appearance="tint"
      color={isProven ? 'success' : 'warning'}
      size="large"
      title={t('mix.provenDetail', { bound: least })}
    >
      {t('mix.within', { gap: formats.percent(gap).text })}
    </Badge>
  );
};
