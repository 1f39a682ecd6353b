import {
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
import { DocumentArrowUpRegular } from '@fluentui/react-icons/svg/document-arrow-up';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importPrices } from '../../../../shared/licences/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { licencesKey } from '../term-queries.ts';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportProblem } from './import-problem.tsx';
import type { Imported } from './price-rows.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  file: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', overflowWrap: 'anywhere' },
  hidden: { display: 'none' },
  code: {
    display: 'block',
    padding: '8px 12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
});

const sources = ['contract', 'partner'] as const;
const example = 'skuPartNumber,currency,monthlyPrice,termEndDate\nSPE_E3,EUR,36.40,2027-06-30';

interface ImportDialogProps {
  readonly onClose: () => void;
}

/** Replaces a price list by a file; an error in one row changes nothing, and every such row is named. */
export const ImportDialog = ({ onClose }: ImportDialogProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [source, setSource] = useState<(typeof sources)[number]>('contract');
  const { run, busy, error, imported, forget } = useImport(file, source);
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !busy && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{t('import.title')}</DialogTitle>
          {imported === undefined ? (
            <>
              <DialogContent className={styles.content}>
                <div>
                  {t('import.lead')}
                  <code className={styles.code}>{example}</code>
                </div>
                <Field label={t('import.source')}>
                  <RadioGroup
                    value={source}
                    onChange={(_, data) =>
                      setSource(sources.find((each) => each === data.value) ?? 'contract')
                    }
                  >
                    {sources.map((value) => (
                      <Radio key={value} value={value} label={t(`import.as.${value}`)} />
                    ))}
                  </RadioGroup>
                </Field>
                <div className={styles.file}>
                  <Button icon={<DocumentArrowUpRegular />} onClick={() => input.current?.click()}>
                    {t('import.choose')}
                  </Button>
                  <span>{file?.name ?? t('import.noFile')}</span>
                  <input
                    ref={input}
                    className={styles.hidden}
                    type="file"
                    accept=".csv,text/csv"
                    aria-label={t('import.choose')}
                    onChange={(event) => {
                      setFile(event.target.files?.[0]);
                      forget();
                      // The same file, corrected, must be a choice again.
                      event.target.value = '';
                    }}
                  />
                </div>
                {error !== undefined && <ImportProblem error={error} />}
              </DialogContent>
              <DialogActions fluid>
                <Button
                  appearance="primary"
                  disabled={file === undefined}
                  disabledFocusable={busy}
                  onClick={() => void run()}
                >
                  {busy ? t('ui:working') : t(`import.confirm.${source}`)}
                </Button>
                <Button onClick={onClose} disabled={busy}>
                  {t('ui:cancel')}
                </Button>
              </DialogActions>
            </>
          ) : (
            <>
              <DialogContent className={styles.content}>
                <ImportOutcome imported={imported} />
              </DialogContent>
              <DialogActions>
                <Button appearance="primary" onClick={onClose}>
                  {t('ui:close')}
                </Button>
              </DialogActions>
            </>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

const useImport = (file: File | undefined, source: (typeof sources)[number]) => {
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [imported, setImported] = useState<Imported>();
  const run = async () => {
    if (file === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      const body = { source, fileName: file.name.slice(-255), csv: await file.text() };
      setImported(await call(importPrices, { params: { organisationId }, body }));
      await client.invalidateQueries({ queryKey: licencesKey(organisationId) });
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, error, imported, forget: () => setError(undefined) };
};
