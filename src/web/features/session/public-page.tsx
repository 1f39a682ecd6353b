import { Body1, makeStyles, Title3, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { pageTitleId } from '../../ui/page/page-title.ts';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: '20px' },
  header: { display: 'flex', flexDirection: 'column', gap: '4px' },
  title: { margin: 0, outlineStyle: 'none', overflowWrap: 'anywhere' },
  lead: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

interface PublicPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A page before signing in. */
export const PublicPage = ({ title, lead, children }: PublicPageProps) => {
  const styles = useStyles();
  useEffect(() => {
    document.title = `${title} · Trimtab`;
  }, [title]);
  return (
    <div className={styles.page}>
      <div className={styles.header}>
        <Title3 as="h1" id={pageTitleId} tabIndex={-1} className={styles.title}>
          {title}
        </Title3>
        {lead !== undefined && <Body1 className={styles.lead}>{lead}</Body1>}
      </div>
      {children}
    </div>
  );
};
