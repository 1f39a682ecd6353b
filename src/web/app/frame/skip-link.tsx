import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  link: {
    position: 'absolute',
    top: '-100px',
    left: '8px',
    zIndex: 1_000_000,
    padding: '8px 16px',
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    borderRadius: tokens.borderRadiusMedium,
    border: 'none',
    font: 'inherit',
    ':focus': { top: '8px' },
  },
});

/** The first thing the Tab key reaches: past the navigation, to the page. A fragment would spoil the address. */
export const SkipLink = () => {
  const { t } = useTranslation('app');
  return (
    <button
      type="button"
      className={useStyles().link}
      onClick={() => document.getElementById('content')?.focus()}
    >
      {t('skip')}
    </button>
  );
};
