import { Body1, Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '8px',
    padding: '48px 24px',
    textAlign: 'center',
  },
  icon: { fontSize: '40px', color: tokens.colorNeutralForeground3, lineHeight: 1 },
  errorIcon: { color: tokens.colorPaletteRedForeground1 },
  title: { margin: 0 },
  text: {
    maxWidth: '520px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  request: { color: tokens.colorNeutralForeground3, userSelect: 'all' },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px', marginTop: '8px' },
});

interface EmptyStateProps {
  readonly title: string;
  /** What to do next; an empty page is never a dead end. */
  readonly children: ReactNode;
  readonly icon?: FluentIcon;
  /** `h1` where it is the whole page. */
  readonly level?: 'h1' | 'h2';
  readonly actions?: ReactNode;
}

/** Nothing to show, and what to do about it. */
export const EmptyState = ({
  title,
  children,
  icon: Icon = DocumentSearchRegular,
  level = 'h2',
  actions,
}: EmptyStateProps) => {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Icon className={styles.icon} aria-hidden />
      <Subtitle2 as={level} block className={styles.title}>
        {title}
      </Subtitle2>
      <Body1 className={styles.text}>{children}</Body1>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
};

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly actions?: ReactNode;
}

/** What went wrong, what to do, and the request id for whoever is asked for help. */
export const ErrorState = ({ error, onRetry, actions }: ErrorStateProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const { title, detail, fix, requestId } = problemText(error, t);
  return (
    <div className={styles.root} role="alert">
      <ErrorCircleRegular className={`${styles.icon} ${styles.errorIcon}`} aria-hidden />
      <Subtitle2 as="h2" block className={styles.title}>
        {title}
      </Subtitle2>
      <Body1 className={styles.text}>{detail}</Body1>
      {fix !== undefined && <Body1 className={styles.text}>{fix}</Body1>}
      {requestId !== undefined && (
        <Caption1 className={styles.request}>{t('problem.requestId', { id: requestId })}</Caption1>
      )}
      <div className={styles.actions}>
        {onRetry !== undefined && (
          <Button icon={<ArrowClockwiseRegular />} onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {actions}
      </div>
    </div>
  );
};
