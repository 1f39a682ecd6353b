import { Label, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  message: { color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200 },
});

interface GroupFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly message: string | undefined;
  readonly children: ReactNode;
}

/** Several controls under one label. Fluent's Field would mark each of them as required by itself. */
export const GroupField = ({ label, hint, message, children }: GroupFieldProps) => {
  const styles = useStyles();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot shrink below its content
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-hint`} className={styles.root}>
      <Label id={`${id}-label`} required>
        {label}
      </Label>
      {children}
      <div id={`${id}-hint`}>
        {message !== undefined && (
          <div role="alert" className={styles.message}>
            {message}
          </div>
        )}
        {hint !== undefined && <div className={styles.hint}>{hint}</div>}
      </div>
    </div>
  );
};
