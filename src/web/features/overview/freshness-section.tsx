import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../shared/overview/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { Day, Instant } from '../../ui/format/values.tsx';
import { PageLink } from '../../ui/page/links.tsx';
import { Section } from '../../ui/page/section.tsx';
import { lastDayOf } from './parts.ts';

const line = `1px solid ${tokens.colorNeutralStroke2}`;

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: { width: '100%', borderCollapse: 'collapse' },
  head: {
    padding: '6px 8px',
    textAlign: 'left',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    borderBottom: line,
  },
  cell: { padding: '8px', fontWeight: tokens.fontWeightRegular, textAlign: 'left', borderBottom: line },
  name: { overflowWrap: 'anywhere' },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

/** Until when each provider has delivered. */
export const FreshnessSection = ({ overview: { freshness } }: { readonly overview: Overview }) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const formats = useFormats();
  return (
    <Section title={t('freshness.title')} aside={<PageLink path="cloud/imports">{t('imports')}</PageLink>}>
      {/* biome-ignore lint/a11y/useSemanticElements: the section around it is the landmark already */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <div role="group" className={styles.scroll} aria-label={t('freshness.title')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.head}>
                {t('freshness.provider')}
              </th>
              <th scope="col" className={styles.head}>
                {t('freshness.through')}
              </th>
              <th scope="col" className={styles.head}>
                {t('freshness.imported')}
              </th>
              <th scope="col" className={mergeClasses(styles.head, styles.number)}>
                {t('freshness.rows')}
              </th>
            </tr>
          </thead>
          <tbody>
            {freshness.map((each) => (
              <tr key={each.providerName ?? ''}>
                <th scope="row" className={mergeClasses(styles.cell, styles.name)}>
                  {each.providerName ?? t('noProvider')}
                </th>
                <td className={styles.cell}>
                  <Day on={lastDayOf(each.dataThrough)} />
                </td>
                <td className={styles.cell}>
                  <Instant at={each.importedAt} />
                </td>
                <td className={mergeClasses(styles.cell, styles.number)}>{formats.count(each.rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};
