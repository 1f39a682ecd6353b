import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchGroup, SearchItem } from './search-items.ts';

const useStyles = makeStyles({
  list: { overflowY: 'auto', minHeight: 0 },
  heading: {
    padding: '8px 12px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  item: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '16px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  },
  active: { backgroundColor: tokens.colorNeutralBackground1Selected },
  detail: { color: tokens.colorNeutralForeground2, flexShrink: 0, maxWidth: '50%' },
});

interface SearchResultsProps {
  readonly id: string;
  readonly groups: readonly SearchGroup[];
  readonly activeId: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onChoose: (item: SearchItem) => void;
}

/** What was found, by kind. The focus stays in the field; `aria-activedescendant` says which one is meant. */
export const SearchResults = ({ id, groups, activeId, onActive, onChoose }: SearchResultsProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  useEffect(() => {
    document.getElementById(`${id}-${activeId}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, activeId]);
  return (
    <div id={id} role="listbox" aria-label={t('search.results')} className={styles.list} tabIndex={-1}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not be in a listbox
        <div key={group.id} role="group" aria-label={group.label}>
          <div className={styles.heading} aria-hidden>
            {group.label}
          </div>
          {group.items.map((item) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that has the focus
            <div
              key={item.id}
              id={`${id}-${item.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={item.id === activeId}
              className={mergeClasses(styles.item, item.id === activeId && styles.active)}
              onMouseMove={() => item.id !== activeId && onActive(item.id)}
              onClick={() => onChoose(item)}
            >
              <span>{item.label}</span>
              {item.detail !== undefined && <span className={styles.detail}>{item.detail}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
};
