import {
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';

export interface ButtonChoice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** One line that says when to choose it. */
  readonly detail?: string;
  readonly disabled?: boolean;
}

const useStyles = makeStyles({
  button: { fontWeight: tokens.fontWeightRegular, maxWidth: '100%', flexShrink: 0 },
  name: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  value: {
    marginLeft: '4px',
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  list: { maxWidth: 'min(360px, 90vw)' },
  detail: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface ChoiceButtonProps<Value extends string> {
  /** What is chosen: "Cost". */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly ButtonChoice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, in the room of a button: for the controls above a chart. */
export const ChoiceButton = <Value extends string>(props: ChoiceButtonProps<Value>) => {
  const { label, value, choices, onChange } = props;
  const styles = useStyles();
  const current = choices.find((choice) => choice.value === value);
  return (
    <Menu
      checkedValues={{ choice: [value] }}
      onCheckedValueChange={(_, data) => {
        const chosen = choices.find((choice) => choice.value === data.checkedItems[0]);
        if (chosen !== undefined && chosen.value !== value) onChange(chosen.value);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="subtle" className={styles.button}>
          <span className={styles.name}>{label}:</span>
          <span className={styles.value}>{current?.label ?? value}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={styles.list}>
          {choices.map((choice) => (
            <MenuItemRadio
              key={choice.value}
              name="choice"
              value={choice.value}
              disabled={choice.disabled ?? false}
            >
              {choice.label}
              {choice.detail !== undefined && <span className={styles.detail}>{choice.detail}</span>}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
