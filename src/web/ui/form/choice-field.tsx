import { Caption1, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components';
import { type Bound, type FieldBase, messageOf } from './fields.tsx';

const useStyles = makeStyles({
  option: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  detail: { color: tokens.colorNeutralForeground2 },
});

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
}

interface ChoiceFieldProps<Name extends string, Value extends string> extends FieldBase {
  readonly name: Name;
  readonly form: Bound<NoInfer<Name>, NoInfer<Value>>;
  readonly choices: readonly Choice<Value>[];
}

/** One of a few values. */
export const ChoiceField = <Name extends string, Value extends string>(
  props: ChoiceFieldProps<Name, Value>,
) => {
  const { name, form, label, hint, required = false, choices } = props;
  const styles = useStyles();
  const current = choices.find((choice) => choice.value === form.values[name]);
  return (
    <Field
      label={label}
      hint={hint ?? current?.detail ?? null}
      required={required}
      {...messageOf(form.errors, name)}
    >
      <Dropdown
        value={current?.label ?? ''}
        selectedOptions={current === undefined ? [] : [current.value]}
        onOptionSelect={(_, data) => {
          const chosen = choices.find((choice) => choice.value === data.optionValue);
          if (chosen !== undefined) form.set(name, chosen.value);
        }}
      >
        {choices.map((choice) => (
          <Option
            key={choice.value}
            value={choice.value}
            text={choice.label}
            aria-label={choice.label}
            aria-description={choice.detail}
          >
            <span className={styles.option}>
              {choice.label}
              {choice.detail !== undefined && <Caption1 className={styles.detail}>{choice.detail}</Caption1>}
            </span>
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
};
