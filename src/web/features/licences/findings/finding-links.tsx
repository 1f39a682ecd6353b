import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../shared/licences/contract.ts';
import { PageLink } from '../../../ui/page/links.tsx';
import { FindingStateBadge } from './finding-badges.tsx';
import { FindingSaving } from './finding-saving.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '2px 12px',
    alignItems: 'baseline',
    overflowWrap: 'anywhere',
  },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  state: { justifySelf: 'end' },
});

interface FindingLinksProps {
  readonly findings: readonly FindingRow[];
  /** What to say where there are none. */
  readonly none: string;
}

/** Findings in a panel, each a way to its evidence. */
export const FindingLinks = ({ findings, none }: FindingLinksProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  if (findings.length === 0) return <span>{none}</span>;
  return (
    <ul className={styles.list}>
      {findings.map((finding) => (
        <li key={finding.id} className={styles.item}>
          <PageLink path="licences/findings" search={{ show: 'list', panel: finding.id }}>
            {t(`rule.${finding.rule}.title`)}
          </PageLink>
          <FindingSaving finding={finding} />
          <span className={styles.detail}>
            {finding.skuName}
            {finding.supersededBy !== null && ` · ${t('findings.carriedBy', { rule: finding.supersededBy })}`}
          </span>
          <span className={styles.state}>
            <FindingStateBadge finding={finding} />
          </span>
        </li>
      ))}
    </ul>
  );
};
