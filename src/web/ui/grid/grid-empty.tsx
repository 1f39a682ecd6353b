import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../feedback/states.tsx';

/** There are rows, but the filters let none through. */
export const GridEmpty = ({ onClear }: { readonly onClear: () => void }) => {
  const { t } = useTranslation('ui');
  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    <div role="row">
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell">
        <EmptyState
          title={t('grid.noneTitle')}
          actions={<Button onClick={onClear}>{t('grid.clear')}</Button>}
        >
          {t('grid.none')}
        </EmptyState>
      </div>
    </div>
  );
};
