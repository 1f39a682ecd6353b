import {
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
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReturnFocus } from '../page/return-focus.tsx';
import { ProblemBar } from './problem-bar.tsx';

const useStyles = makeStyles({
  title: { overflowWrap: 'anywhere' },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', overflowWrap: 'anywhere' },
  destructive: {
    backgroundColor: tokens.colorPaletteRedBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorPaletteRedForeground1,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, to whom, and whether it can be undone. */
  readonly children: ReactNode;
  /** The button repeats the effect: "Remove 37 licences", never "OK". */
  readonly confirm: string;
  readonly destructive?: boolean;
  /** Does it; a rejection stays in the dialog as a message. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something happens that matters, and stays open until it has happened. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const { open, title, children, confirm, destructive = false, onConfirm, onClose } = props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} modalType="alert" onOpenChange={(_, data) => !data.open && !busy && close()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle className={styles.title}>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            <div>{children}</div>
            {error !== undefined && <ProblemBar error={error} />}
          </DialogContent>
          <DialogActions fluid>
            <Button
              appearance="primary"
              className={destructive ? styles.destructive : undefined}
              disabledFocusable={busy}
              onClick={() => void run()}
            >
              {busy ? t('working') : confirm}
            </Button>
            <Button onClick={close} disabled={busy}>
              {t('cancel')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
