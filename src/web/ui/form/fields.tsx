import { Dropdown, Field, Input, type InputProps, Option } from '@fluentui/react-components';
import type { FieldErrors } from './use-form.ts';

interface FieldBase {
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
}

interface Bound<Name extends string, Value> {
  readonly values: Readonly<Record<Name, Value>>;
  readonly errors: FieldErrors;
  readonly set: (name: Name, value: Value) => void;
}

const messageOf = (errors: FieldErrors, name: string) =>
  errors[name] === undefined ? {} : { validationMessage: errors[name], validationState: 'error' as const };

interface TextFieldProps<Name extends string> extends FieldBase {
  readonly name: Name;
  readonly form: Bound<NoInfer<Name>, string>;
  readonly type?: InputProps['type'];
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly readOnly?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
}

/** One line of text, bound to a field of a form. */
export const TextField = <Name extends string>(props: TextFieldProps<Name>) => {
  const { name, form, label, hint, required = false, type = 'text', autoFocus = false, ...input } = props;
  return (
    <Field label={label} hint={hint ?? null} required={required} {...messageOf(form.errors, name)}>
      <Input
        {...input}
        name={name}
        type={type}
        value={form.values[name]}
        autoFocus={autoFocus}
        onChange={(_, data) => form.set(name, data.value)}
      />
    </Field>
  );
};

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
          <Option key={choice.value} value={choice.value} text={choice.label}>
            {choice.label}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
};
