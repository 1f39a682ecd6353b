import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';

export interface TabChoice<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: FluentIcon;
}

const useStyles = makeStyles({ list: { overflowX: 'auto', flexShrink: 0, scrollbarWidth: 'none' } });

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly TabChoice<Id>[];
  /** From the address (`useSearchState`), so that a tab can be linked to. */
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}

/** Parts of one page, one at a time. */
export const Tabs = <Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) => {
  const styles = useStyles();
  return (
    <TabList
      aria-label={label}
      className={styles.list}
      selectedValue={selected}
      onTabSelect={(_, data) => {
        const chosen = tabs.find((tab) => tab.id === data.value);
        if (chosen !== undefined) onSelect(chosen.id);
      }}
    >
      {tabs.map(({ id, label: text, icon: Icon }) => (
        <Tab key={id} value={id} {...(Icon === undefined ? {} : { icon: <Icon /> })}>
          {text}
        </Tab>
      ))}
    </TabList>
  );
};
