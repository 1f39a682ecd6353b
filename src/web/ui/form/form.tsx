import { Button, makeStyles, mergeClasses } from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../feedback/problem-bar.tsx';
import type { FieldErrors } from './use-form.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '560px', minWidth: 0 },
  formInDialog: { maxWidth: 'none' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px', marginTop: '4px' },
  actionsInDialog: { justifyContent: 'flex-end', marginTop: '8px' },
});

interface FormProps {
  readonly form: {
    readonly errors: FieldErrors;
    readonly problem: unknown;
    readonly busy: boolean;
    readonly onSubmit: (event: SyntheticEvent) => void;
  };
  /** The submit button repeats what happens: "Send invitation". */
  readonly submit: string;
  readonly canSubmit?: boolean;
  readonly actions?: ReactNode;
  /** Fills a dialog, and has its buttons where dialogs have them. */
  readonly inDialog?: boolean;
  readonly children: ReactNode;
}

/** A form with its problem and its buttons; after a refusal the first wrong field has the focus. */
export const Form = (props: FormProps) => {
  const { form, submit, canSubmit = true, actions, inDialog = false, children } = props;
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const element = useRef<HTMLFormElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current) return;
    asked.current = false;
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
  return (
    <form
      ref={element}
      noValidate
      className={mergeClasses(styles.form, inDialog && styles.formInDialog)}
      onSubmit={(event) => {
        asked.current = true;
        form.onSubmit(event);
      }}
    >
      {form.problem !== undefined && <ProblemBar error={form.problem} />}
      {children}
      <div className={mergeClasses(styles.actions, inDialog && styles.actionsInDialog)}>
        <Button type="submit" appearance="primary" disabledFocusable={form.busy} disabled={!canSubmit}>
          {form.busy ? t('working') : submit}
        </Button>
        {actions}
      </div>
    </form>
  );
};
