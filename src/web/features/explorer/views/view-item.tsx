import {
  Badge,
  Button,
  Caption1,
  Input,
  Link,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { RenameRegular } from '@fluentui/react-icons/svg/rename';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '../../../../shared/views/contract.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useAllowed } from '../../../ui/session/session.ts';
import { useViewActions } from './use-view-actions.ts';

const useStyles = makeStyles({
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  text: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  name: { textAlign: 'left' },
  open: { fontWeight: tokens.fontWeightSemibold },
  faint: { color: tokens.colorNeutralForeground2 },
  rename: { display: 'flex', flexGrow: 1, gap: '8px' },
  input: { flexGrow: 1, minWidth: 0 },
});

interface ViewItemProps {
  readonly view: View;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

/** A saved view, and what its owner may do with it. */
export const ViewItem = ({ view, isOpen, onOpen }: ViewItemProps) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const formats = useFormats();
  const [doing, setDoing] = useState<'rename' | 'delete'>();
  const actions = useViewActions(view);
  if (doing === 'rename') {
    return <RenameForm view={view} onDone={() => setDoing(undefined)} />;
  }
  const changed = formats.day(view.updatedAt);
  return (
    <li className={styles.item}>
      <span className={styles.text}>
        <Link
          as="button"
          className={mergeClasses(styles.name, isOpen && styles.open)}
          aria-current={isOpen ? 'true' : undefined}
          onClick={onOpen}
        >
          {view.name}
        </Link>
        <Caption1 className={styles.faint}>
          {view.isOwn
            ? t('views.changed', { day: changed })
            : t('views.changedBy', { day: changed, name: view.ownerName })}
        </Caption1>
      </span>
      {view.isShared && (
        <Badge appearance="tint" icon={<PeopleRegular />}>
          {t('views.sharedBadge')}
        </Badge>
      )}
      <ItemMenu view={view} onRename={() => setDoing('rename')} onDelete={() => setDoing('delete')} />
      <ConfirmDialog
        open={doing === 'delete'}
        title={t('views.deleteTitle', { name: view.name })}
        confirm={t('views.deleteConfirm')}
        destructive
        onConfirm={actions.remove}
        onClose={() => setDoing(undefined)}
      >
        {t(view.isShared ? 'views.deleteShared' : 'views.deleteOwn')}
      </ConfirmDialog>
    </li>
  );
};

interface ItemMenuProps {
  readonly view: View;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

const ItemMenu = ({ view, onRename, onDelete }: ItemMenuProps) => {
  const { t } = useTranslation('explorer');
  const mayShare = useAllowed('view.share');
  const maySave = useAllowed('view.save');
  const actions = useViewActions(view);
  const mayDelete = maySave && (view.isOwn || mayShare);
  if (!mayDelete) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('views.actions', { name: view.name })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {view.isOwn && (
            <MenuItem icon={<RenameRegular />} onClick={onRename}>
              {t('views.rename')}
            </MenuItem>
          )}
          {view.isOwn && (mayShare || view.isShared) && (
            <MenuItem icon={<PeopleRegular />} onClick={() => void actions.share(!view.isShared)}>
              {t(view.isShared ? 'views.unshare' : 'views.share')}
            </MenuItem>
          )}
          <MenuItem icon={<DeleteRegular />} onClick={onDelete}>
            {t('views.delete')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};

const RenameForm = ({ view, onDone }: { readonly view: View; readonly onDone: () => void }) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const [name, setName] = useState(view.name);
  const { rename } = useViewActions(view);
  const wanted = name.trim();
  return (
    <li className={styles.item}>
      <form
        className={styles.rename}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '') void rename(wanted).then(onDone);
        }}
      >
        <Input
          className={styles.input}
          value={name}
          maxLength={120}
          autoFocus
          aria-label={t('views.name')}
          onChange={(_, data) => setName(data.value)}
        />
        <Button type="submit" appearance="primary" disabled={wanted === ''}>
          {t('views.rename')}
        </Button>
        <Button onClick={onDone}>{t('ui:cancel')}</Button>
      </form>
    </li>
  );
};
