import { Dialog, DialogSurface, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { useReturnFocus } from '../../ui/page/return-focus.tsx';
import { SearchResults } from './search-results.tsx';
import { useSearchGroups } from './use-search-groups.ts';

const useStyles = makeStyles({
  surface: {
    display: 'flex',
    flexDirection: 'column',
    width: 'min(620px, calc(100vw - 24px))',
    maxWidth: 'none',
    maxHeight: 'min(560px, 80dvh)',
    padding: '12px',
    gap: '8px',
    marginTop: '10vh',
    boxSizing: 'border-box',
  },
  input: { width: '100%', maxWidth: 'none' },
  none: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '16px',
    color: tokens.colorNeutralForeground2,
  },
});

interface CommandSearchProps {
  readonly organisation: Membership | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Finds pages, organisations, actions and what features offer. */
export const CommandSearch = ({ organisation, open, onOpenChange }: CommandSearchProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  return (
    <Dialog open={open} onOpenChange={(_, data) => onOpenChange(data.open)}>
      <DialogSurface className={styles.surface} aria-label={t('search.label')}>
        {open && <SearchBody organisation={organisation} onClose={() => onOpenChange(false)} />}
      </DialogSurface>
    </Dialog>
  );
};

interface SearchBodyProps {
  readonly organisation: Membership | undefined;
  readonly onClose: () => void;
}

const SearchBody = ({ organisation, onClose }: SearchBodyProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const listId = useId();
  useReturnFocus();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const groups = useSearchGroups(text, organisation);
  const items = groups.flatMap((group) => group.items);
  const current = items[Math.min(active, items.length - 1)];

  const choose = (run: (() => void) | undefined) => {
    if (run === undefined) return;
    onClose();
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      setActive((Math.min(active, items.length - 1) + step + items.length) % items.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(current?.run);
    }
  };
  return (
    <>
      <SearchBox
        className={styles.input}
        value={text}
        placeholder={t('search.placeholder')}
        input={{
          role: 'combobox',
          'aria-expanded': items.length > 0,
          'aria-controls': listId,
          'aria-label': t('search.label'),
          'aria-autocomplete': 'list',
          ...(current === undefined ? {} : { 'aria-activedescendant': `${listId}-${current.id}` }),
        }}
        autoFocus
        onKeyDown={onKeyDown}
        onChange={(_, data) => {
          setText(data.value);
          setActive(0);
        }}
      />
      {items.length === 0 ? (
        <div className={styles.none} role="status">
          <div>{t('search.none', { text })}</div>
          <div>{t('search.covers')}</div>
        </div>
      ) : (
        <SearchResults
          id={listId}
          groups={groups}
          activeId={current?.id}
          onActive={(id) => setActive(items.findIndex((item) => item.id === id))}
          onChoose={(item) => choose(item.run)}
        />
      )}
    </>
  );
};
