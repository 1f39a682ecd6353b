import { Field, makeStyles, Radio, RadioGroup } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { densities, themeChoices, usePreferences } from '../../ui/theme/preferences.tsx';

const useStyles = makeStyles({ root: { display: 'flex', flexDirection: 'column', gap: '20px' } });

/** How the console looks in this browser. */
export const AppearanceTab = () => {
  const { t } = useTranslation('account');
  const styles = useStyles();
  const { theme, density, change } = usePreferences();
  return (
    <div className={styles.root}>
      <Field label={t('appearance.theme')} hint={t('appearance.here')}>
        <RadioGroup
          value={theme}
          onChange={(_, data) =>
            change({ theme: themeChoices.find((each) => each === data.value) ?? 'system' })
          }
        >
          {themeChoices.map((value) => (
            <Radio key={value} value={value} label={t(`app:theme.${value}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={t('appearance.density')} hint={t('appearance.densityHint')}>
        <RadioGroup
          value={density}
          onChange={(_, data) =>
            change({ density: densities.find((each) => each === data.value) ?? 'comfortable' })
          }
        >
          {densities.map((value) => (
            <Radio key={value} value={value} label={t(`app:density.${value}`)} />
          ))}
        </RadioGroup>
      </Field>
    </div>
  );
};
