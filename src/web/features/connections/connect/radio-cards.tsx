import { Caption1, Label, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useId } from 'react';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0 },
  group: { display: 'flex', flexDirection: 'column', gap: '4px' },
  text: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

export interface RadioCard<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail: string;
  readonly disabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly cards: readonly RadioCard<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few ways, each explained where it is chosen. */
export const RadioCards = <Value extends string>({
  label,
  value,
  cards,
  onChange,
}: RadioCardsProps<Value>) => {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.root}>
      <Label id={id}>{label}</Label>
      <RadioGroup
        aria-labelledby={id}
        className={styles.group}
        value={value}
        onChange={(_, data) => {
          const chosen = cards.find((card) => card.value === data.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {cards.map((card) => (
          <Radio
            key={card.value}
            value={card.value}
            disabled={card.disabled ?? false}
            label={
              <span className={styles.text}>
                <span className={styles.title}>{card.label}</span>
                <Caption1 className={styles.detail}>{card.detail}</Caption1>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </div>
  );
};
