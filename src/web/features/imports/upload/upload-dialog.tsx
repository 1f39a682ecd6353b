import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import type { ImportMode } from './uploads.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  files: { margin: 0, padding: 0, listStyleType: 'none', maxHeight: '30vh', overflowY: 'auto' },
  file: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '16px',
    padding: '6px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  size: {
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { display: 'flex', flexDirection: 'column' },
  detail: { color: tokens.colorNeutralForeground2 },
});

interface UploadDialogProps {
  readonly files: readonly File[];
  readonly onImport: (mode: ImportMode) => void;
  readonly onClose: () => void;
}

const modes = ['replace', 'append'] as const;

/** The files of a delivery, and what happens to periods that are there already. */
export const UploadDialog = ({ files, onImport, onClose }: UploadDialogProps) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  const [mode, setMode] = useState<ImportMode>('replace');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{t('upload.title', { count: files.length })}</DialogTitle>
          <DialogContent className={styles.content}>
            <ul className={styles.files}>
              {files.map((file, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two files may have the same name
                <li key={index} className={styles.file}>
                  <span>{file.name}</span>
                  <span className={styles.size}>{formats.bytes(file.size)}</span>
                </li>
              ))}
            </ul>
            {files.length > 1 && <Body1>{t('upload.together')}</Body1>}
            <Field label={t('upload.mode')}>
              <RadioGroup
                value={mode}
                onChange={(_, data) => setMode(modes.find((each) => each === data.value) ?? 'replace')}
              >
                {modes.map((each) => (
                  <Radio
                    key={each}
                    value={each}
                    label={
                      <span className={styles.label}>
                        {t(`mode.${each}`)}
                        <span className={styles.detail}>{t(`modeDetail.${each}`)}</span>
                      </span>
                    }
                  />
                ))}
              </RadioGroup>
            </Field>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => onImport(mode)}>
              {t('upload.confirm', { count: files.length })}
            </Button>
            <Button onClick={onClose}>{t('ui:cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
