import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { consents, type GraphPermission } from '../../../../shared/connections/consent.ts';
import type { Connection } from '../../../../shared/connections/contract.ts';
import { Section } from '../../../ui/page/section.tsx';
import { PermissionList, type Standing, splitPermissions } from '../permission-list.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', maxWidth: '900px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** What the connection may read, and what does not work for lack of a permission. */
export const PermissionsTab = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { level, mode, state, lacking, connectedAt } = connection;
  const { permissions } = consents[level];
  const missing = new Set(lacking.map((name) => name.toLowerCase()));
  const standingOf = ({ name, grants }: GraphPermission): Standing => {
    if (!grants.includes(mode)) return 'not-asked';
    if (connectedAt === null) return 'asked';
    return missing.has(name.toLowerCase()) ? 'lacking' : 'granted';
  };
  const isShown = (permission: GraphPermission): boolean =>
    mode === 'delegated' || permission.grants.includes('application');
  const { reading, signIn } = splitPermissions(permissions.filter(isShown));
  return (
    <div className={styles.root}>
      <Body1 className={styles.quiet}>
        {t(state === 'revoked' ? 'permissionsBefore' : 'readOnlyPromise')}
      </Body1>
      <Section title={t('permissionsReading')}>
        <PermissionList permissions={reading} standingOf={standingOf} />
      </Section>
      {signIn.length > 0 && (
        <Section title={t('permissionsSignIn')}>
          <PermissionList permissions={signIn} standingOf={standingOf} />
        </Section>
      )}
    </div>
  );
};
