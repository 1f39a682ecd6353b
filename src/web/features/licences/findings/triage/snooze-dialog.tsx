import { Field, Input, makeStyles, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../../shared/licences/contract.ts';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import { type SnoozePreset, snoozeBounds, snoozeDay, snoozePresets } from './snooze-days.ts';
import { useTriage } from './use-triage.ts';

const useStyles = makeStyles({ fields: { display: 'flex', flexDirection: 'column', gap: '16px' } });

export interface DecisionProps {
  readonly findings: readonly FindingRow[];
  readonly onDecided: () => void;
  readonly onClose: () => void;
}

/** Until when findings sleep: a usual span, or a day. */
export const SnoozeDialog = ({ findings, onDecided, onClose }: DecisionProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const triage = useTriage();
  const [today] = useState(() => new Date());
  const [choice, setChoice] = useState<SnoozePreset | 'day'>('month');
  const [day, setDay] = useState('');
  const [note, setNote] = useState('');
  const { first, last } = snoozeBounds(today);
  const until = choice === 'day' ? day : snoozeDay(choice, today);
  const isValid = until >= first && until <= last;
  return (
    <DecisionDialog
      findings={findings}
      title={t('triage.snoozeTitle')}
      detail={t('triage.snoozeDetail')}
      confirm={
        isValid
          ? t('triage.snoozeConfirm', {
              count: findings.length,
              number: formats.count(findings.length),
              day: formats.day(until),
            })
          : t('triage.snooze')
      }
      canConfirm={isValid}
      onConfirm={() => {
        onDecided();
        void triage(findings, { kind: 'snooze', until, note });
      }}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <Field label={t('triage.until')}>
          <RadioGroup value={choice} onChange={(_, { value }) => setChoice(presetOf(value))}>
            {snoozePresets.map((preset) => (
              <Radio
                key={preset}
                value={preset}
                label={`${t(`triage.preset.${preset}`)} (${formats.day(snoozeDay(preset, today))})`}
              />
            ))}
            <Radio value="day" label={t('triage.preset.day')} />
          </RadioGroup>
        </Field>
        {choice === 'day' && (
          <Field
            label={t('triage.day')}
            required
            {...(day !== '' && !isValid
              ? {
                  validationMessage: t('triage.dayRange', {
                    first: formats.day(first),
                    last: formats.day(last),
                  }),
                  validationState: 'error' as const,
                }
              : {})}
          >
            <Input
              type="date"
              value={day}
              min={first}
              max={last}
              onChange={(_, data) => setDay(data.value)}
            />
          </Field>
        )}
        <Field label={t('triage.note')}>
          <Textarea value={note} maxLength={1000} onChange={(_, data) => setNote(data.value)} />
        </Field>
      </div>
    </DecisionDialog>
  );
};

const presetOf = (value: string): SnoozePreset | 'day' =>
  snoozePresets.find((preset) => preset === value) ?? 'day';
