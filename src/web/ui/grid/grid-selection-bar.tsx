import { Body1Strong, Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { type Command, CommandBar } from '../page/command-bar.tsx';
import { useGridStyles } from './grid-styles.ts';
import type { Selection } from './use-selection.ts';

interface GridSelectionBarProps<Row> {
  readonly selection: Selection<Row>;
  readonly commands: readonly Command[];
}

/** In place of the toolbar while rows are selected: how many, and what can be done with them. */
export const GridSelectionBar = <Row,>({ selection, commands }: GridSelectionBarProps<Row>) => {
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  const formats = useFormats();
  const count = selection.keys.size;
  return (
    <div className={styles.actions}>
      <Body1Strong role="status" className={styles.selectedCount}>
        {t('grid.selected', { count, number: formats.count(count) })}
      </Body1Strong>
      <CommandBar commands={commands} label={t('grid.selectionActions')} />
      <Button
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={t('grid.unselect')}
        onClick={selection.clear}
      />
    </div>
  );
};
