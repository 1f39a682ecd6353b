import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    flexShrink: 0,
    // On a phone one line that scrolls: the rows are what matters.
    '@media (max-width: 640px)': {
      flexWrap: 'nowrap',
      overflowX: 'auto',
      width: '100%',
      scrollbarWidth: 'none',
    },
  },
});

/** The filters of a list side by side. */
export const FacetBar = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('ui');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div role="group" aria-label={t('filter.bar')} className={useStyles().bar}>
      {children}
    </div>
  );
};
