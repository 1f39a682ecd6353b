import { Caption1, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../../../shared/access.ts';

const useStyles = makeStyles({
  group: { marginTop: '8px' },
  heading: { color: tokens.colorNeutralForeground2 },
  scopes: {
    display: 'grid',
    alignItems: 'start',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
  },
  label: { display: 'flex', flexDirection: 'column' },
  code: { color: tokens.colorNeutralForeground2, fontFamily: tokens.fontFamilyMonospace },
});

interface ScopeChoicesProps {
  readonly label: string;
  readonly scopes: readonly Permission[];
  readonly chosen: readonly Permission[];
  readonly onToggle: (scope: Permission) => void;
}

/** The scopes of one subject: what each lets a program do, and how the API calls it. */
export const ScopeChoices = ({ label, scopes, chosen, onToggle }: ScopeChoicesProps) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const id = useId();
  if (scopes.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot shrink below its content
    <div role="group" aria-labelledby={id} className={styles.group}>
      <Caption1 id={id} className={styles.heading}>
        {label}
      </Caption1>
      <div className={styles.scopes}>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            label={
              <span className={styles.label}>
                {t(`scope.${scope}`)}
                <Caption1 className={styles.code}>{scope}</Caption1>
              </span>
            }
            onChange={() => onToggle(scope)}
          />
        ))}
      </div>
    </div>
  );
};
