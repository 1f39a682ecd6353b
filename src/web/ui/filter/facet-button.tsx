import {
  Button,
  Checkbox,
  Input,
  MenuButton,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface FacetChoice {
  readonly value: string;
  readonly label: string;
}

const useStyles = makeStyles({
  button: { fontWeight: tokens.fontWeightRegular, minWidth: 0, maxWidth: '320px', flexShrink: 0 },
  active: { backgroundColor: tokens.colorBrandBackground2 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  chosen: { fontWeight: tokens.fontWeightSemibold },
  surface: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    width: 'min(320px, 88vw)',
    boxSizing: 'border-box',
    padding: '12px',
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '300px',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
  },
  none: { padding: '8px', color: tokens.colorNeutralForeground2 },
});

/** More than this and typing is quicker than looking. */
const findFrom = 9;
const mostShown = 200;

interface FacetButtonProps {
  /** What is narrowed: "Department". */
  readonly label: string;
  readonly choices: readonly FacetChoice[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

/** A filter that takes several values, in the room of a button that says which. For lists the server filters. */
export const FacetButton = ({ label, choices, values, onChange }: FacetButtonProps) => {
  const styles = useStyles();
  const first = choices.find(({ value }) => value === values[0])?.label ?? values[0];
  const rest = values.length > 1 ? ` +${values.length - 1}` : '';
  return (
    <Popover trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <MenuButton
          appearance="subtle"
          className={mergeClasses(styles.button, values.length > 0 && styles.active)}
        >
          <span className={styles.text}>
            {label}
            {values.length > 0 && <span className={styles.chosen}>{`: ${first}${rest}`}</span>}
          </span>
        </MenuButton>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        <FacetList choices={choices} values={values} onChange={onChange} />
      </PopoverSurface>
    </Popover>
  );
};

const FacetList = ({ choices, values, onChange }: Omit<FacetButtonProps, 'label'>) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  const known = new Set(choices.map(({ value }) => value));
  // A value of the address that is no choice any more can still be taken away.
  const all = [
    ...values.filter((value) => !known.has(value)).map((value) => ({ value, label: value })),
    ...choices,
  ];
  const offered = all.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  return (
    <>
      {all.length >= findFrom && (
        <Input
          value={text}
          placeholder={t('filter.findValue')}
          aria-label={t('filter.findValue')}
          onChange={(_, data) => setText(data.value)}
        />
      )}
      <div className={styles.list}>
        {offered.slice(0, mostShown).map(({ value, label }) => (
          <Checkbox
            key={value}
            checked={values.includes(value)}
            label={label}
            onChange={() => toggle(value)}
          />
        ))}
        {offered.length === 0 && <div className={styles.none}>{t('filter.noValues')}</div>}
      </div>
      <Button size="small" disabled={values.length === 0} onClick={() => onChange([])}>
        {t('grid.clearFilter')}
      </Button>
    </>
  );
};
