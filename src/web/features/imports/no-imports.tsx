import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { BoxArrowUpRegular } from '@fluentui/react-icons/svg/box-arrow-up';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import { useOrganisation } from '../../ui/session/session.ts';

const useStyles = makeStyles({
  ways: {
    display: 'grid',
    gap: '16px 32px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    maxWidth: '880px',
    margin: '0 auto',
    padding: '0 16px 24px',
  },
  way: { display: 'flex', flexDirection: 'column', gap: '4px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  text: { color: tokens.colorNeutralForeground2 },
  code: {
    display: 'block',
    marginTop: '4px',
    padding: '8px 12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
});

/** Nothing imported yet, and the four ways to change that. */
export const NoImports = ({ actions }: { readonly actions: ReactNode }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const ways = [
    { id: 'command', code: `trimtab focus import --organisation ${organisationId} export.csv` },
    { id: 'watch', code: `$TRIMTAB_WATCH_FOLDER/${organisationId}/` },
  ] as const;
  return (
    <div>
      <EmptyState
        title={t('none.title')}
        icon={BoxArrowUpRegular}
        actions={
          <>
            {actions}
            <SampleButton />
          </>
        }
      >
        {t('none.detail')}
      </EmptyState>
      <div className={styles.ways}>
        {ways.map(({ id, code }) => (
          <section key={id} className={styles.way}>
            <h3 className={styles.title}>{t(`none.${id}`)}</h3>
            <Body1 className={styles.text}>{t(`none.${id}Detail`)}</Body1>
            <code className={styles.code}>{code}</code>
          </section>
        ))}
      </div>
    </div>
  );
};
