import { Badge, Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../shared/overview/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { PageLink } from '../../ui/page/links.tsx';
import { Section } from '../../ui/page/section.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: '4px 12px',
    padding: '8px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  sentence: { flexGrow: 1, flexBasis: '320px', minWidth: 0, overflowWrap: 'anywhere' },
  rows: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

const colours = { error: 'danger', warning: 'warning', info: 'informative' } as const;
const mostShown = 8;

/** Which rules of FOCUS the imported rows break; each leads to the report of the import that breaks it last. */
export const ConformanceSection = ({ conformance }: Pick<Overview, 'conformance'>) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const formats = useFormats();
  const { findings, imports, rowsImported } = conformance;
  return (
    <Section
      title={t('conformance.title')}
      lead={t('conformance.lead', {
        count: imports,
        imports: formats.count(imports),
        rows: formats.count(rowsImported),
      })}
    >
      {findings.length === 0 ? (
        <Body1>{t('conformance.sound')}</Body1>
      ) : (
        <ul className={styles.list}>
          {findings.slice(0, mostShown).map((finding) => (
            <li key={finding.rule} className={styles.item}>
              <Badge appearance="tint" color={colours[finding.severity]}>
                {t(`severity.${finding.severity}`)}
              </Badge>
              <PageLink
                className={styles.sentence}
                path={`cloud/imports/${finding.importId}`}
                search={{ tab: 'conformance', panel: finding.rule }}
              >
                {finding.sentence}
              </PageLink>
              <span className={styles.rows}>
                {t('conformance.rows', {
                  count: finding.failingRows,
                  number: formats.count(finding.failingRows),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
