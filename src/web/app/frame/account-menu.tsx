import {
  Avatar,
  Body1Strong,
  Button,
  Caption1,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import { LocalLanguageRegular } from '@fluentui/react-icons/svg/local-language';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import { TextDensityRegular } from '@fluentui/react-icons/svg/text-density';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languageNames, languages } from '../../i18n/languages.ts';
import { VisuallyHidden } from '../../ui/page/visually-hidden.tsx';
import { useMe } from '../../ui/session/session.ts';
import { densities, themeChoices, usePreferences } from '../../ui/theme/preferences.tsx';
import { useChooseLanguage } from '../use-choose-language.ts';
import { useSignOut } from '../use-sign-out.ts';

const useStyles = makeStyles({
  trigger: { minWidth: '40px', padding: '4px' },
  who: {
    display: 'flex',
    flexDirection: 'column',
    padding: '8px 12px',
    maxWidth: '280px',
    overflowWrap: 'anywhere',
  },
  email: { color: tokens.colorNeutralForeground2 },
});

/** Who is signed in, how the console looks to them, and the way out. */
export const AccountMenu = () => {
  const { t, i18n } = useTranslation('app');
  const styles = useStyles();
  const navigate = useNavigate();
  const { profile } = useMe();
  const { theme, density, change } = usePreferences();
  const chooseLanguage = useChooseLanguage();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" className={styles.trigger}>
          <VisuallyHidden>{t('account.menu', { name: profile.name })}</VisuallyHidden>
          <Avatar name={profile.name} size={28} color="brand" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Body1Strong>{profile.name}</Body1Strong>
          <Caption1 className={styles.email}>{profile.email}</Caption1>
        </div>
        <MenuList>
          <MenuItem icon={<PersonRegular />} onClick={() => void navigate({ to: '/account' })}>
            {t('account.page')}
          </MenuItem>
          <MenuDivider />
          <Choice
            icon={LocalLanguageRegular}
            label={t('account.language')}
            name="language"
            choices={languages.map((value) => ({ value, label: languageNames[value] }))}
            selected={i18n.language}
            onSelect={(value) => void chooseLanguage(value)}
          />
          <Choice
            icon={WeatherMoonRegular}
            label={t('account.theme')}
            name="theme"
            choices={themeChoices.map((value) => ({ value, label: t(`theme.${value}`) }))}
            selected={theme}
            onSelect={(value) => change({ theme: value })}
          />
          <Choice
            icon={TextDensityRegular}
            label={t('account.density')}
            name="density"
            choices={densities.map((value) => ({ value, label: t(`density.${value}`) }))}
            selected={density}
            onSelect={(value) => change({ density: value })}
          />
          <MenuDivider />
          <MenuItem icon={<SignOutRegular />} onClick={() => void signOut()}>
            {t('account.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};

interface ChoiceProps<Value extends string> {
  readonly icon: FluentIcon;
  readonly label: string;
  readonly name: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly selected: string;
  readonly onSelect: (value: Value) => void;
}

const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const { icon: Icon, label, name, choices, selected, onSelect } = props;
  return (
    <Menu
      checkedValues={{ [name]: [selected] }}
      onCheckedValueChange={(_, data) => {
        const chosen = choices.find((choice) => choice.value === data.checkedItems[0]);
        if (chosen !== undefined) onSelect(chosen.value);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<Icon />}>{label}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {choices.map((choice) => (
            <MenuItemRadio key={choice.value} name={name} value={choice.value}>
              {choice.label}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
