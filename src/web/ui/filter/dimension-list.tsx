import { Button, makeStyles, SearchBox } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Something to filter by. */
export interface FilterDimension {
  readonly id: string;
  readonly label: string;
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  list: { display: 'flex', flexDirection: 'column', maxHeight: '300px', overflowY: 'auto' },
  item: { justifyContent: 'flex-start', textAlign: 'left', flexShrink: 0, overflowWrap: 'anywhere' },
});

interface DimensionListProps {
  readonly dimensions: readonly FilterDimension[];
  readonly onChoose: (dimension: FilterDimension) => void;
}

/** The dimensions, with a field to find one. */
export const DimensionList = ({ dimensions, onChoose }: DimensionListProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  return (
    <div className={styles.root}>
      <SearchBox
        value={text}
        placeholder={t('filter.findDimension')}
        aria-label={t('filter.findDimension')}
        onChange={(_, data) => setText(data.value)}
      />
      <div className={styles.list}>
        {dimensions
          .filter((dimension) => dimension.label.toLocaleLowerCase().includes(wanted))
          .map((dimension) => (
            <Button
              key={dimension.id}
              appearance="subtle"
              className={styles.item}
              onClick={() => onChoose(dimension)}
            >
              {dimension.label}
            </Button>
          ))}
      </div>
    </div>
  );
};
