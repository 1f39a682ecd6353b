import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import type { Amount, Month } from './months.ts';

const useStyles = makeStyles({
  strip: {
    display: 'grid',
    gap: '4px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(124px, 1fr))',
    flexShrink: 0,
    margin: 0,
    padding: '2px',
    listStyleType: 'none',
    '@media (max-width: 800px)': {
      gridAutoFlow: 'column',
      gridTemplateColumns: 'none',
      gridAutoColumns: '128px',
      overflowX: 'auto',
    },
  },
  month: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '2px',
    width: '100%',
    height: '100%',
    minHeight: '72px',
    boxSizing: 'border-box',
    padding: '8px 10px',
    textAlign: 'left',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke1}`,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  nothing: {
    cursor: 'default',
    backgroundColor: 'transparent',
    ':hover': { backgroundColor: 'transparent' },
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  faint: { color: tokens.colorNeutralForeground3 },
  saving: { color: tokens.colorPaletteGreenForeground1, fontVariantNumeric: 'tabular-nums' },
});

interface MonthStripProps {
  readonly months: readonly Month[];
  readonly chosen: string | undefined;
  /** The month that is chosen, or nothing where it was chosen already. */
  readonly onChoose: (month: string | undefined) => void;
}

/** The months ahead: what renews in each, and what of it need not be bought again. A month filters the list. */
export const MonthStrip = ({ months, chosen, onChoose }: MonthStripProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  return (
    <ul className={styles.strip} aria-label={t('renewals.calendar')}>
      {months.map((month) => (
        <li key={month.id}>
          <MonthButton month={month} isChosen={month.id === chosen} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
};

interface MonthButtonProps {
  readonly month: Month;
  readonly isChosen: boolean;
  readonly onChoose: (month: string | undefined) => void;
}

const MonthButton = ({ month, isChosen, onChoose }: MonthButtonProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const formats = useFormats();
  const { id, renewals, trials, seats, cost, saving } = month;
  const isEmpty = renewals + trials === 0;
  const money = (amounts: readonly Amount[]) =>
    amounts.map(({ amount, currency }) => formats.moneyShort(amount, currency).text).join(' · ');
  return (
    <button
      type="button"
      className={mergeClasses(styles.month, isEmpty && styles.nothing, isChosen && styles.chosen)}
      aria-pressed={isChosen}
      disabled={isEmpty && !isChosen}
      title={cost.length === 0 ? undefined : t('perMonth', { amount: money(cost) })}
      onClick={() => onChoose(isChosen ? undefined : id)}
    >
      <span className={mergeClasses(styles.name, isEmpty && styles.faint)}>{formats.month(`${id}-01`)}</span>
      {isEmpty && <Caption1 className={styles.faint}>—</Caption1>}
      {renewals > 0 && (
        <Caption1 className={styles.quiet}>
          {t('renewals.inMonth', { count: renewals })}
          <br />
          {t('renewals.seatsIn', { count: seats, number: formats.count(seats) })}
        </Caption1>
      )}
      {trials > 0 && <Caption1 className={styles.quiet}>{t('renewals.trials', { count: trials })}</Caption1>}
      {saving.length > 0 && (
        <Caption1 className={styles.saving}>{t('renewals.save', { amount: money(saving) })}</Caption1>
      )}
    </button>
  );
};
