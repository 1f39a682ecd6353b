import { Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';
import { RunProgress } from '../../../ui/feedback/run-progress.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import type { Delivery, UploadedFile } from './uploads.ts';
import { uploads, useDeliveries } from './use-uploads.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '12px', flexShrink: 0 },
  delivery: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    padding: '16px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: '8px' },
  buttons: { display: 'flex', gap: '8px' },
  note: { color: tokens.colorNeutralForeground2 },
  files: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '180px',
    overflowY: 'auto',
  },
});

/** What this tab is sending; once the server has a delivery, the list of imports shows it instead. */
export const DeliveryList = () => {
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const open = useDeliveries(organisationId).filter(({ state }) => state !== 'accepted');
  if (open.length === 0) return null;
  return (
    <div className={styles.list} aria-live="polite">
      {open.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </div>
  );
};

const DeliveryCard = ({ delivery }: { readonly delivery: Delivery }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const failed = delivery.state === 'failed';
  return (
    <section className={styles.delivery}>
      <div className={styles.head}>
        <Subtitle2>
          {t(failed ? 'upload.failed' : 'upload.sending', { count: delivery.files.length })}
        </Subtitle2>
        <div className={styles.buttons}>
          {failed && (
            <Button size="small" appearance="primary" onClick={() => void uploads.retry(delivery.id)}>
              {t('ui:retry')}
            </Button>
          )}
          <Button size="small" onClick={() => uploads.cancel(delivery.id)}>
            {t(failed ? 'upload.discard' : 'ui:cancel')}
          </Button>
        </div>
      </div>
      {failed ? (
        <ProblemBar error={delivery.problem} />
      ) : (
        <Caption1 className={styles.note}>{t('upload.stay')}</Caption1>
      )}
      <ul className={styles.files}>
        {delivery.files.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have the same name
          <li key={index}>
            <FileProgress file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const FileProgress = ({ file }: { readonly file: UploadedFile }) => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const size = t('upload.ofBytes', { sent: formats.bytes(file.sentBytes), all: formats.bytes(file.bytes) });
  return (
    <RunProgress
      fraction={file.bytes === 0 ? (file.state === 'sent' ? 1 : 0) : file.sentBytes / file.bytes}
      message={`${file.name} · ${size}`}
      state={file.state === 'failed' ? 'failed' : file.state === 'sent' ? 'succeeded' : 'running'}
    />
  );
};
