import { Field, Input, type InputProps } from '@fluentui/react-components';
import type { FieldErrors } from './use-form.ts';

export interface FieldBase {
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
}

/** The part of a form that a field needs. */
export interface Bound<Name extends string, Value> {
  readonly values: Readonly<Record<Name, Value>>;
  readonly errors: FieldErrors;
  readonly set: (name: Name, value: Value) => void;
}

/** The message at a field, as Fluent wants it. */
export const messageOf = (errors: FieldErrors, name: string) =>
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
  const message = messageOf(form.errors, name);
  // What is wrong takes the place of the hint, which would say the same again.
  const shownHint = form.errors[name] === undefined ? (hint ?? null) : null;
  return (
    <Field label={label} hint={shownHint} required={required} {...message}>
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
