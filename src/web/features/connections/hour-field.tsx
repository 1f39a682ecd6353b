import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/form/choice-field.tsx';
import type { Bound } from '../../ui/form/fields.tsx';
import { useFormats } from '../../ui/format/use-formats.ts';
import { hourInstant } from './sync-facts.ts';

/** "No hour": the connection is read by hand only. */
export const byHand = 'none';

interface HourFieldProps {
  readonly form: Bound<'syncHour', string>;
}

/** When a tenant is read each day, in the member's time zone; the server keeps the hour in UTC. */
export const HourField = ({ form }: HourFieldProps) => {
  const { t } = useTranslation('connections');
  const formats = useFormats();
  const choices = useMemo(() => {
    const time = new Intl.DateTimeFormat(formats.locale, { timeStyle: 'short', timeZone: formats.timeZone });
    const hours = Array.from({ length: 24 }, (_, hour) => ({
      value: String(hour),
      label: time.format(new Date(hourInstant(hour, new Date()))),
    }));
    return [
      ...hours.toSorted((a, b) => a.label.localeCompare(b.label, formats.locale, { numeric: true })),
      { value: byHand, label: t('byHand') },
    ];
  }, [formats, t]);
  return (
    <ChoiceField
      form={form}
      name="syncHour"
      label={t('syncHourLabel')}
      hint={t('syncHourHint', { zone: formats.timeZone })}
      choices={choices}
    />
  );
};

/** What the API takes: an hour in UTC, or null. */
export const hourOf = (choice: string): number | null => (choice === byHand ? null : Number(choice));
