import { Button, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../../i18n/i18n.ts';
import { languageNames, languages } from '../../i18n/languages.ts';

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center' } });

/** The language before anybody is known; each in its own words. */
export const PublicLanguage = () => {
  const { i18n } = useTranslation('app');
  return (
    <div className={useStyles().row}>
      {languages.map((language) => (
        <Button
          key={language}
          size="small"
          appearance="transparent"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => void changeLanguage(language)}
        >
          {languageNames[language]}
        </Button>
      ))}
    </div>
  );
};
