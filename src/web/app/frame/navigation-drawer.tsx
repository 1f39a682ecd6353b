import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { Brand } from './brand.tsx';
import { Navigation } from './navigation-list.tsx';

const useStyles = makeStyles({ drawer: { width: 'min(300px, 85vw)' }, body: { padding: '0 8px' } });

interface NavigationDrawerProps {
  readonly organisation: Membership | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The navigation on a phone. */
export const NavigationDrawer = ({ organisation, open, onClose }: NavigationDrawerProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  return (
    <OverlayDrawer
      open={open}
      className={styles.drawer}
      aria-label={t('navigation.label')}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('ui:close')}
              onClick={onClose}
            />
          }
        >
          <Brand />
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <nav aria-label={t('navigation.label')}>
          <Navigation organisation={organisation} onChosen={onClose} />
        </nav>
      </DrawerBody>
    </OverlayDrawer>
  );
};
