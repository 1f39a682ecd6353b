import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px 24px',
    margin: 0,
    padding: 0,
  },
  step: { display: 'flex', alignItems: 'center', gap: '8px', color: tokens.colorNeutralForeground2 },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  number: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '24px',
    height: '24px',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    boxSizing: 'border-box',
  },
  numberCurrent: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorBrandBackground}`,
  },
});

export const steps = ['what', 'asks', 'go'] as const;
export type Step = (typeof steps)[number];

/** Where in the three steps somebody is. */
export const Steps = ({ current }: { readonly current: Step }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const at = steps.indexOf(current);
  return (
    <ol className={styles.list} aria-label={t('connect.steps')}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={mergeClasses(styles.step, index === at && styles.current)}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={mergeClasses(styles.number, index === at && styles.numberCurrent)}>
            {index < at ? <CheckmarkRegular aria-hidden /> : index + 1}
          </span>
          {t(`connect.step.${step}`)}
        </li>
      ))}
    </ol>
  );
};
