import { Button } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { OrganisationContext } from '../session/session.ts';
import { useOpenSample } from './use-open-sample.ts';

/** "Explore the sample organisation"; absent inside of it. */
export const SampleButton = ({ primary = false }: { readonly primary?: boolean }) => {
  const { t } = useTranslation('ui');
  const isSample = useContext(OrganisationContext)?.isSample ?? false;
  const { open, busy } = useOpenSample();
  if (isSample) return null;
  return (
    <Button
      appearance={primary ? 'primary' : 'secondary'}
      icon={<BeakerRegular />}
      disabledFocusable={busy}
      onClick={open}
    >
      {t(busy ? 'sample.opening' : 'sample.explore')}
    </Button>
  );
};
