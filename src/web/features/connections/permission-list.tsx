import { Badge, Body1, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { GraphPermission } from '../../../shared/connections/consent.ts';
import { permissionText } from './connection-words.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: '10px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  name: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  why: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  lacking: { color: tokens.colorPaletteRedForeground1, overflowWrap: 'anywhere' },
});

/** Only make the sign-in work; Microsoft does not list them among what was granted. */
const ofSignIn: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** What reads something of Microsoft Graph, apart from what only makes the sign-in work. */
export const splitPermissions = (permissions: readonly GraphPermission[]) => ({
  reading: permissions.filter(({ name }) => !ofSignIn.has(name)),
  signIn: permissions.filter(({ name }) => ofSignIn.has(name)),
});

/** Whether a permission was given; `asked` before anybody was asked, `not-asked` where this mode cannot ask. */
export type Standing = 'granted' | 'lacking' | 'asked' | 'not-asked';

interface PermissionListProps {
  readonly permissions: readonly GraphPermission[];
  readonly standingOf: (permission: GraphPermission) => Standing;
}

/** Permissions with their reasons: what each reads, why, and what stops working without it. */
export const PermissionList = ({ permissions, standingOf }: PermissionListProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={t('permissions')}>
      {permissions.map((permission) => (
        <PermissionItem key={permission.name} permission={permission} standing={standingOf(permission)} />
      ))}
    </ul>
  );
};

interface PermissionItemProps {
  readonly permission: GraphPermission;
  readonly standing: Standing;
}

const PermissionItem = ({ permission, standing }: PermissionItemProps) => {
  const { t } = useTranslation('connections');
  const { t: licences } = useTranslation('licences');
  const styles = useStyles();
  const needed = neededFor(permission, t, licences);
  const isLacking = standing === 'lacking' || standing === 'not-asked';
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <code className={styles.name}>{permission.name}</code>
        {standing === 'granted' && (
          <Badge appearance="tint" color="success">
            {t('granted')}
          </Badge>
        )}
        {standing === 'lacking' && (
          <Badge appearance="tint" color="danger">
            {t('lacking')}
          </Badge>
        )}
        {standing === 'not-asked' && (
          <Badge appearance="tint" color="informative">
            {t('notAsked')}
          </Badge>
        )}
        {permission.required && standing === 'asked' && (
          <Badge appearance="outline" color="informative">
            {t('required')}
          </Badge>
        )}
      </div>
      <Body1 className={styles.why}>{permissionText(permission.name, t)}</Body1>
      {needed !== '' && (
        <Caption1 className={standing === 'lacking' ? styles.lacking : styles.quiet}>
          {t(isLacking ? 'withoutIt' : 'neededFor', { what: needed })}
        </Caption1>
      )}
    </li>
  );
};

/** Pages and rules that stop working, or find less, without a permission. */
const neededFor = (
  { pages, rules }: GraphPermission,
  t: TFunction<'connections'>,
  licences: TFunction<'licences'>,
): string => {
  const named = rules.map((rule) => {
    const title = licences(`rule.${rule}.title`, { defaultValue: '' });
    return title === '' ? rule : `${rule} ${title}`;
  });
  const ofPages = pages.map((page) => t(`page.${page}`)).join(', ');
  if (named.length === 0) return ofPages;
  return `${ofPages} · ${t('rulesNamed', { count: named.length, rules: named.join(', ') })}`;
};
