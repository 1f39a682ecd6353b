import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useSearchState } from '../state/use-search-state.ts';
import { useReturnFocus } from './return-focus.tsx';

const panelSchema = z.object({ panel: z.string().max(400).optional() });

/** Which panel is open, kept in the address: [what it shows, open, close]. */
export const usePanel = (): readonly [string | undefined, (what: string) => void, () => void] => {
  const [{ panel }, change] = useSearchState(panelSchema);
  const open = useCallback((what: string) => change({ panel: what }), [change]);
  const close = useCallback(() => change({ panel: undefined }), [change]);
  return [panel, open, close];
};

const useStyles = makeStyles({
  drawer: { maxWidth: '100vw' },
  title: { overflowWrap: 'anywhere', hyphens: 'auto' },
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingTop: '8px', paddingBottom: '24px' },
  footer: { flexWrap: 'wrap' },
});

interface SidePanelProps {
  readonly title: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Details that slide in beside what they belong to; Escape closes. Render it only while it is open. */
export const SidePanel = ({ title, size = 'medium', onClose, actions, children }: SidePanelProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  useReturnFocus();
  return (
    <OverlayDrawer
      open
      position="end"
      size={size}
      className={styles.drawer}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          className={styles.title}
          action={
            <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('close')} onClick={onClose} />
          }
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <div className={styles.body}>{children}</div>
      </DrawerBody>
      {actions !== undefined && <DrawerFooter className={styles.footer}>{actions}</DrawerFooter>}
    </OverlayDrawer>
  );
};
