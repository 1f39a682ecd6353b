import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../../i18n/i18n.ts';
import { languageNames, languages } from '../../i18n/languages.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center' },
  chosen: { fontWeight: tokens.fontWeightSemibold, textDecorationLine: 'underline' },
});

/** The language before anybody is known; each in its own words. */
export const PublicLanguage = () => {
  const { i18n } = useTranslation('app');
  const styles = useStyles();
  return (
    <div className={styles.row}>
      {languages.map((language) => (
        <Button
          key={language}
          size="small"
          appearance="transparent"
          lang={language}
          className={mergeClasses(i18n.language === language && styles.chosen)}
          aria-pressed={i18n.language === language}
          onClick={() => void changeLanguage(language)}
        >
          {languageNames[language]}
        </Button>
      ))}
    </div>
  );
};
