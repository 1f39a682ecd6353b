import { Field, makeStyles, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissReasons } from '../../../../../shared/licences/contract.ts';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import type { DecisionProps } from './snooze-dialog.tsx';
import { useTriage } from './use-triage.ts';

const useStyles = makeStyles({ fields: { display: 'flex', flexDirection: 'column', gap: '16px' } });

type Reason = (typeof dismissReasons)[number];

/** Why findings are set aside for good: the reason stays with them. */
export const DismissDialog = ({ findings, onDecided, onClose }: DecisionProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const triage = useTriage();
  const [reason, setReason] = useState<Reason>();
  const [note, setNote] = useState('');
  // "Other" says nothing by itself. None is chosen before somebody does: the reason stays with the finding.
  const isValid = reason !== undefined && (reason !== 'other' || note.trim() !== '');
  return (
    <DecisionDialog
      findings={findings}
      title={t('triage.dismissTitle')}
      detail={t('triage.dismissDetail')}
      confirm={t('triage.dismissConfirm', {
        count: findings.length,
        number: formats.count(findings.length),
      })}
      canConfirm={isValid}
      onConfirm={() => {
        if (reason === undefined) return;
        onDecided();
        void triage(findings, { kind: 'dismiss', reason, note });
      }}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <Field
          label={t('triage.reason')}
          required
          hint={reason === undefined ? t('triage.chooseReason') : ''}
        >
          <RadioGroup
            value={reason ?? ''}
            onChange={(_, { value }) => setReason(dismissReasons.find((each) => each === value) ?? 'other')}
          >
            {dismissReasons.map((each) => (
              <Radio key={each} value={each} label={t(`reason.${each}`)} />
            ))}
          </RadioGroup>
        </Field>
        <Field label={t('triage.note')} required={reason === 'other'}>
          <Textarea value={note} maxLength={1000} onChange={(_, data) => setNote(data.value)} />
        </Field>
      </div>
    </DecisionDialog>
  );
};
