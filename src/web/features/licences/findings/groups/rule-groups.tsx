import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import { Section } from '../../../../ui/page/section.tsx';
import { Savings } from '../../common/amounts.tsx';
import { useRuleWords } from '../../common/use-rule-words.ts';
import { familiesOf, type Group, ruleOf } from './group-data.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  rule: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(220px, max-content) 20px',
    gridTemplateAreas: '"title money go" "sentence count go"',
    gap: '2px 24px',
    alignItems: 'center',
    width: '100%',
    boxSizing: 'border-box',
    padding: '12px 8px',
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 640px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 20px',
      gridTemplateAreas: '"title go" "sentence go" "money go" "count go"',
    },
  },
  title: { gridArea: 'title', fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  code: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  sentence: { gridArea: 'sentence', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  money: {
    gridArea: 'money',
    display: 'flex',
    justifyContent: 'flex-end',
    '@media (max-width: 640px)': { justifyContent: 'flex-start' },
  },
  count: {
    gridArea: 'count',
    textAlign: 'right',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
    '@media (max-width: 640px)': { textAlign: 'left' },
  },
  go: { gridArea: 'go', fontSize: '16px', color: tokens.colorNeutralForeground3 },
});

interface RuleGroupsProps {
  readonly groups: readonly Group[];
  readonly onEnter: (key: string | null) => void;
}

/** Findings by rule: each explains itself in one sentence and leads to what it found. */
export const RuleGroups = ({ groups, onEnter }: RuleGroupsProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const families = useMemo(() => familiesOf(groups), [groups]);
  return families.map(({ family, groups: own }) => (
    <Section key={family} title={t(`family.${family}.title`)} lead={t(`family.${family}.lead`)}>
      <ul className={styles.list}>
        {own.map((group) => (
          <li key={group.key}>
            <RuleEntry group={group} onEnter={onEnter} />
          </li>
        ))}
      </ul>
    </Section>
  ));
};

const RuleEntry = ({ group, onEnter }: { readonly group: Group } & Pick<RuleGroupsProps, 'onEnter'>) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { sentence } = useRuleWords();
  const rule = ruleOf(group);
  if (rule === undefined) return null;
  const { findings, subjects, unpriced } = group;
  return (
    <button type="button" className={styles.rule} onClick={() => onEnter(rule)}>
      <span className={styles.title}>
        {t(`rule.${rule}.title`)} <span className={styles.code}>{rule}</span>
      </span>
      <span className={styles.sentence}>{sentence(rule)}</span>
      <span className={styles.money}>
        <Savings savings={group.savings} missing={t('nothingToSave')} />
      </span>
      <Caption1 className={styles.count}>
        {[
          t('findingCount', { count: findings, number: formats.count(findings) }),
          ...(subjects === findings
            ? []
            : [t('subjectCount', { count: subjects, number: formats.count(subjects) })]),
          ...(unpriced === 0
            ? []
            : [t('unpricedCount', { count: unpriced, number: formats.count(unpriced) })]),
        ].join(' · ')}
      </Caption1>
      <ChevronRightRegular className={styles.go} aria-hidden />
    </button>
  );
};
