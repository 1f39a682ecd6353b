import {
  Button,
  Field,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
} from '@fluentui/react-components';
import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Period, type PeriodPreset, periodPresets } from '../../../shared/explorer/period.ts';
import { useFormats } from '../format/use-formats.ts';
import { type DayRange, daysOf, periodOf } from './day-range.ts';

const useStyles = makeStyles({
  surface: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '16px',
    maxWidth: 'min(520px, 92vw)',
    boxSizing: 'border-box',
  },
  presets: { display: 'flex', flexDirection: 'column', minWidth: '160px' },
  preset: { justifyContent: 'flex-start' },
  range: { display: 'flex', flexDirection: 'column', gap: '12px', flexGrow: 1, minWidth: '180px' },
});

/** A preset that moves with time, or fixed instants. */
export type PeriodChoice = { readonly preset: PeriodPreset } | Period;

interface PeriodPickerProps {
  readonly value: PeriodChoice;
  /** What the choice comes to at the moment. */
  readonly period: Period;
  readonly presets?: readonly PeriodPreset[];
  readonly onChange: (choice: PeriodChoice) => void;
}

/** Chooses a period: a preset, or first and last day (UTC, as billing data is). */
export const PeriodPicker = ({ value, period, presets = periodPresets, onChange }: PeriodPickerProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const choose = (choice: PeriodChoice) => {
    setOpen(false);
    onChange(choice);
  };
  const days = daysOf(period);
  const written = `${formats.day(days.first)} – ${formats.day(days.last)}`;
  const chosen = 'preset' in value ? value.preset : undefined;
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<CalendarRegular />} title={written}>
          {chosen === undefined ? written : t(`period.preset.${chosen}`)}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('period.label')}>
        <div className={styles.presets}>
          {presets.map((preset) => (
            <Button
              key={preset}
              className={styles.preset}
              appearance={preset === chosen ? 'secondary' : 'subtle'}
              aria-pressed={preset === chosen}
              onClick={() => choose({ preset })}
            >
              {t(`period.preset.${preset}`)}
            </Button>
          ))}
        </div>
        <RangeForm days={days} onApply={(range) => choose(periodOf(range))} />
      </PopoverSurface>
    </Popover>
  );
};

const RangeForm = ({
  days,
  onApply,
}: {
  readonly days: DayRange;
  readonly onApply: (days: DayRange) => void;
}) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [{ first, last }, setDraft] = useState(days);
  const backwards = first !== '' && last !== '' && last < first;
  const wrong = backwards
    ? ({ validationMessage: t('period.order'), validationState: 'error' } as const)
    : {};
  return (
    <form
      className={styles.range}
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ first, last });
      }}
    >
      <Field label={t('period.from')}>
        <Input type="date" value={first} onChange={(_, data) => setDraft({ first: data.value, last })} />
      </Field>
      <Field label={t('period.to')} hint={t('period.zone')} {...wrong}>
        <Input type="date" value={last} onChange={(_, data) => setDraft({ first, last: data.value })} />
      </Field>
      <div>
        <Button type="submit" appearance="primary" disabled={first === '' || last === '' || backwards}>
          {t('period.apply')}
        </Button>
      </div>
    </form>
  );
};
