import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../../shared/licences/contract.ts';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import { ReturnFocus } from '../../../../ui/page/return-focus.tsx';
import { Savings } from '../../common/amounts.tsx';
import { savingsOfFindings } from './findings-worth.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  what: { display: 'flex', flexDirection: 'column', gap: '4px', overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground2 },
});

interface DecisionDialogProps {
  readonly findings: readonly FindingRow[];
  readonly title: string;
  readonly detail: string;
  /** Repeats the effect: "Dismiss 37 findings". */
  readonly confirm: string;
  readonly canConfirm: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Says what is decided and what it is worth, asks for what the decision needs, and closes at once. */
export const DecisionDialog = (props: DecisionDialogProps) => {
  const { findings, title, detail, confirm, canConfirm, onConfirm, onClose, children } = props;
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const [only] = findings;
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            <div className={styles.what}>
              <Body1>
                {findings.length === 1 && only !== undefined
                  ? [
                      t(`rule.${only.rule}.title`),
                      // A finding about a SKU would name it twice.
                      ...(only.subject.kind === 'sku' ? [] : [only.subject.label]),
                      only.skuName,
                    ].join(' · ')
                  : t('findingCount', { count: findings.length, number: formats.count(findings.length) })}
              </Body1>
              <Savings savings={savingsOfFindings(findings)} missing={t('nothingToSave')} />
              <Body1 className={styles.detail}>{detail}</Body1>
            </div>
            {children}
          </DialogContent>
          <DialogActions fluid>
            <Button
              appearance="primary"
              disabled={!canConfirm}
              onClick={() => {
                onClose();
                onConfirm();
              }}
            >
              {confirm}
            </Button>
            <Button onClick={onClose}>{t('ui:cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
