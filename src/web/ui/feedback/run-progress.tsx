import { Caption1, Field, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: '160px' },
  row: { display: 'flex', justifyContent: 'space-between', gap: '12px' },
  message: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  share: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

interface RunProgressProps {
  /** 0 to 1; undefined while nobody knows how much there is. */
  readonly fraction: number | undefined;
  readonly message: string;
  readonly state?: 'running' | 'succeeded' | 'failed' | undefined;
}

const colours = { running: 'brand', succeeded: 'success', failed: 'error' } as const;

/** How far a long job is, and what it does at the moment. */
export const RunProgress = ({ fraction, message, state = 'running' }: RunProgressProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const formats = useFormats();
  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <Caption1 className={styles.message}>{message}</Caption1>
        {fraction !== undefined && (
          <Caption1 className={styles.share}>{formats.percent(fraction.toFixed(4)).text}</Caption1>
        )}
      </div>
      <Field>
        <ProgressBar
          {...(fraction === undefined ? {} : { value: fraction })}
          color={colours[state]}
          aria-label={message === '' ? t('progress') : message}
          thickness="large"
        />
      </Field>
    </div>
  );
};
