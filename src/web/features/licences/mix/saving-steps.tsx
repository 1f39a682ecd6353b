import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Caption1,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type MixResult, mixSavingKinds } from '../../../../shared/licences/mix-result.ts';
import { Exact } from '../../../../shared/money.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { MonthlyAmounts } from '../common/amounts.tsx';
import { savingOfKind } from './mix-data.ts';

const useStyles = makeStyles({
  kinds: { display: 'flex', flexWrap: 'wrap', gap: '4px 24px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
  },
  header: { marginLeft: '-12px' },
});

/** What the mix saves, each kind of money by itself, and from which day on each part. */
export const SavingSteps = ({ result }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { currency, savings } = result;
  const kinds = mixSavingKinds
    .map((kind) => ({ kind, ...savingOfKind(result, kind) }))
    .filter(({ amount }) => !new Exact(amount).isZero());
  if (kinds.length === 0) return <span className={styles.quiet}>{t('mix.nothingToSave')}</span>;
  const parts = kinds.flatMap((kind) => kind.parts);
  return (
    <div>
      <div className={styles.kinds}>
        {kinds.map(({ kind, amount }) => (
          <span key={kind} title={t(`kindDetail.${kind}`)}>
            <MonthlyAmounts amounts={[{ currency, amount }]} />{' '}
            <span className={styles.quiet}>{t(`kind.${kind}`)}</span>
          </span>
        ))}
      </div>
      {kinds.some(({ kind }) => kind === 'freed-seat') && (
        <Caption1 className={styles.quiet}>{t('mix.freedDetail')}</Caption1>
      )}
      {savings.length > 1 && (
        <Accordion collapsible className={styles.header}>
          <AccordionItem value="days">
            <AccordionHeader size="small">{t('mix.savingDays', { count: parts.length })}</AccordionHeader>
            <AccordionPanel>
              <ul className={styles.list}>
                {parts.map(({ kind, from, monthlySaving }) => (
                  <li key={`${kind} ${from}`}>
                    <MonthlyAmounts amounts={[{ currency, amount: monthlySaving }]} />{' '}
                    <span className={styles.quiet}>
                      {t('mix.savingFrom', { kind: t(`kind.${kind}`), day: formats.day(from) })}
                    </span>
                  </li>
                ))}
              </ul>
            </AccordionPanel>
          </AccordionItem>
        </Accordion>
      )}
    </div>
  );
};
