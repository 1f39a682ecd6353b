import { Body1, Caption1, makeStyles, mergeClasses, Title3, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import type { Period } from '../../../../shared/explorer/period.ts';
import { daysOf } from '../../../ui/filter/day-range.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Change, Missing } from '../../../ui/format/values.tsx';
import { useValueWriter } from './use-value-writer.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '4px 24px' },
  total: { fontVariantNumeric: 'tabular-nums' },
  faint: { color: tokens.colorNeutralForeground2 },
  end: {
    marginLeft: 'auto',
    textAlign: 'right',
    '@media (max-width: 640px)': { marginLeft: 0, textAlign: 'left' },
  },
});

/** The answer in one line: the total, of which days, how it changed, and until when it can be trusted. */
export const Headline = ({ answer }: { readonly answer: CostsAnswer }) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const formats = useFormats();
  const write = useValueWriter(answer);
  const { total, previousPeriod, dataThrough, buckets } = answer;
  const [first, last] = [buckets[0], buckets.at(-1)];
  const own = first && last && daysOf({ from: first.from, to: last.to });
  const before = (period: Period) => {
    const days = daysOf(period);
    return { from: formats.day(days.first), to: formats.day(days.last) };
  };
  const written = total.total === null ? undefined : write(total.total);
  return (
    <div className={styles.root}>
      <Title3 as="p" block className={styles.total} title={written?.full} style={{ margin: 0 }}>
        {written?.text ?? <Missing missing={t('noCharge')} />}
      </Title3>
      {own !== undefined && <Body1>{formats.days(own.first, own.last)}</Body1>}
      {previousPeriod !== null && (
        <Body1>
          {total.previous !== null && (
            <Change
              fraction={total.change?.fraction}
              of={answer.measure === 'usage' ? 'neutral' : 'spend'}
              missing={t('noPrevious')}
            />
          )}{' '}
          <span className={styles.faint}>
            {total.previous === null
              ? t('nothingBefore', before(previousPeriod))
              : t('against', { ...before(previousPeriod), value: write(total.previous).text })}
          </span>
        </Body1>
      )}
      <Caption1 className={mergeClasses(styles.faint, styles.end)}>
        {dataThrough === null
          ? t('noData')
          : t('dataThrough', { day: formats.day(daysOf({ from: dataThrough, to: dataThrough }).last) })}
        {' · '}
        {t('rowsMatched', { count: answer.rowsMatched, number: formats.count(answer.rowsMatched) })}
      </Caption1>
    </div>
  );
};
