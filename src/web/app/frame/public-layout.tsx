import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from './brand.tsx';
import { PublicLanguage } from './public-language.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    boxSizing: 'border-box',
    minHeight: '100%',
    padding: '48px 16px 24px',
    gap: '24px',
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 640px)': { padding: '24px 16px', backgroundColor: tokens.colorNeutralBackground1 },
  },
  main: {
    boxSizing: 'border-box',
    width: 'min(480px, 100%)',
    padding: '32px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '@media (max-width: 640px)': { padding: 0, border: '0 none' },
  },
  footer: { marginTop: 'auto' },
});

/** The frame before signing in: one column, one thing to do. */
export const PublicLayout = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <header>
        <Brand />
      </header>
      <main id="content" className={styles.main}>
        <Suspense fallback={<Spinner label={t('loading')} />}>{children}</Suspense>
      </main>
      <footer className={styles.footer}>
        <PublicLanguage />
      </footer>
    </div>
  );
};
