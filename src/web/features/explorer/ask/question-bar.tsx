import { makeStyles, mergeClasses, Switch, tokens } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { FilterBar } from '../../../ui/filter/filter-bar.tsx';
import { type PeriodChoice, PeriodPicker } from '../../../ui/filter/period-picker.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { valuesLoader } from '../explorer-queries.ts';
import type { Explorer } from '../state/use-explorer.ts';
import { GroupBar } from './group-bar.tsx';
import { QuestionChoices } from './question-choices.tsx';
import { useDimensions } from './use-dimensions.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px', minWidth: 0 },
  // Buttons without an edge: their text lines up with the row above. One line to swipe on a phone, so that the
  // answer stays in sight.
  choices: {
    marginLeft: '-12px',
    '@media (max-width: 640px)': { flexWrap: 'nowrap', overflowX: 'auto', scrollbarWidth: 'none' },
  },
  compare: { flexShrink: 0 },
});

interface QuestionBarProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer | undefined;
}

/** The question in words one can click: which period, told apart by what, of which charges, as what. */
export const QuestionBar = ({ explorer, answer }: QuestionBarProps) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const { search, question, choice, change } = explorer;
  const dimensions = useDimensions(question);
  const loadValues = useMemo(() => valuesLoader(organisationId, question), [organisationId, question]);
  const choosePeriod = useCallback(
    (chosen: PeriodChoice) =>
      change({ preset: undefined, from: undefined, to: undefined, granularity: undefined, ...chosen }),
    [change],
  );
  return (
    <section className={styles.root} aria-label={t('question')}>
      <div className={styles.row}>
        <PeriodPicker value={choice} period={question} onChange={choosePeriod} />
        <GroupBar
          groupBy={search.groupBy}
          dimensions={dimensions}
          onChange={(groupBy) => change({ groupBy: groupBy.length === 0 ? 'none' : [...groupBy] })}
        />
        <FilterBar
          filters={search.filters}
          dimensions={dimensions}
          loadValues={loadValues}
          scope={JSON.stringify([organisationId, question])}
          onChange={(filters) => change({ filters: filters.length === 0 ? undefined : [...filters] })}
        />
      </div>
      <div className={mergeClasses(styles.row, styles.choices)}>
        <QuestionChoices explorer={explorer} answer={answer} />
        <Switch
          className={styles.compare}
          label={t('compare')}
          checked={search.compare}
          onChange={(_, data) => change({ compare: data.checked })}
        />
      </div>
    </section>
  );
};
