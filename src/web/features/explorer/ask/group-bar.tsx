import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dimension } from '../../../../shared/explorer/dimensions.ts';
import type { FilterDimension } from '../../../ui/filter/dimension-list.tsx';
import { DimensionPicker } from './dimension-picker.tsx';
import { useDimensionLabel } from './use-dimensions.ts';

/** As many as the API groups by. */
const mostGroups = 3;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px', minWidth: 0 },
  label: { color: tokens.colorNeutralForeground2, marginRight: '4px' },
  between: { color: tokens.colorNeutralForeground2, margin: '0 4px' },
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    maxWidth: 'min(320px, 100%)',
    paddingLeft: '10px',
    backgroundColor: tokens.colorNeutralBackground4,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', lineHeight: '24px' },
  remove: { minWidth: '28px', padding: 0 },
});

interface GroupBarProps {
  readonly groupBy: readonly Dimension[];
  readonly dimensions: readonly FilterDimension[];
  readonly onChange: (groupBy: readonly Dimension[]) => void;
}

/** By what the costs are told apart, the first dimension first. */
export const GroupBar = ({ groupBy, dimensions, onChange }: GroupBarProps) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const labelOf = useDimensionLabel();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own
    <div role="group" aria-label={t('groupBy')} className={styles.bar}>
      <span className={styles.label} aria-hidden>
        {t('groupBy')}
      </span>
      {groupBy.map((dimension, index) => (
        <Fragment key={dimension}>
          {index > 0 && <span className={styles.between}>{t('thenBy')}</span>}
          <span className={styles.chip}>
            <span className={styles.name} title={labelOf(dimension)}>
              {labelOf(dimension)}
            </span>
            <Button
              appearance="transparent"
              size="small"
              className={styles.remove}
              icon={<Dismiss16Regular />}
              aria-label={t('removeGroup', { dimension: labelOf(dimension) })}
              onClick={() => onChange(groupBy.filter((each) => each !== dimension))}
            />
          </span>
        </Fragment>
      ))}
      {groupBy.length < mostGroups && (
        <DimensionPicker
          label={t('addGroup')}
          icon={<AddRegular />}
          dimensions={dimensions.filter(({ id }) => !groupBy.some((each) => each === id))}
          onChoose={(dimension) => onChange([...groupBy, dimension])}
        >
          {t(groupBy.length === 0 ? 'chooseGroup' : 'addGroupShort')}
        </DimensionPicker>
      )}
    </div>
  );
};
