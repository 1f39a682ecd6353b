import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Overflow,
  OverflowItem,
  Toolbar,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

/** Something one can do on a page. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly icon: FluentIcon;
  readonly onClick: () => void;
  /** The one thing this page is for; at most one. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
}

const useStyles = makeStyles({
  bar: { padding: 0, gap: '4px', minWidth: 0, flexGrow: 1, overflow: 'hidden', flexWrap: 'nowrap' },
  button: { whiteSpace: 'nowrap', flexShrink: 0 },
});

/** The commands of a page or of selected rows; those that do not fit move into a menu. */
export const CommandBar = ({
  commands,
  label,
}: {
  readonly commands: readonly Command[];
  readonly label?: string;
}) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  if (commands.length === 0) return null;
  return (
    <Overflow padding={48}>
      <Toolbar className={styles.bar} aria-label={label ?? t('commands')}>
        {commands.map((command, index) => (
          <OverflowItem key={command.id} id={command.id} priority={command.primary ? 1000 : 100 - index}>
            <Button
              className={styles.button}
              appearance={command.primary ? 'primary' : 'subtle'}
              icon={<command.icon />}
              disabled={command.disabled ?? false}
              onClick={command.onClick}
            >
              {command.label}
            </Button>
          </OverflowItem>
        ))}
        <MoreCommands commands={commands} />
      </Toolbar>
    </Overflow>
  );
};

const MoreCommands = ({ commands }: { readonly commands: readonly Command[] }) => {
  const { t } = useTranslation('ui');
  const { ref, isOverflowing } = useOverflowMenu<HTMLButtonElement>();
  if (!isOverflowing) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          ref={ref as Ref<never>}
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          menuIcon={null}
          aria-label={t('more')}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {commands.map((command) => (
            <HiddenCommand key={command.id} command={command} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};

const HiddenCommand = ({ command }: { readonly command: Command }) => {
  if (useIsOverflowItemVisible(command.id)) return null;
  return (
    <MenuItem icon={<command.icon />} disabled={command.disabled ?? false} onClick={command.onClick}>
      {command.label}
    </MenuItem>
  );
};
