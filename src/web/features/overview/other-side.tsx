import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '../../ui/page/links.tsx';
import { useAllowed } from '../../ui/session/session.ts';
import { Side } from './side.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 24px' },
  text: { flex: '1 1 320px', maxWidth: '720px', color: tokens.colorNeutralForeground2 },
});

/** Licences that nobody has connected yet, or whose first reading is under way. */
export const NoLicences = ({ isConnected }: { readonly isConnected: boolean }) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const goTo = useGoTo();
  const mayConnect = useAllowed('connection.manage');
  const sees = useAllowed('connection.read');
  return (
    <Side title={t('licences.title')}>
      <div className={styles.row}>
        <Body1 className={styles.text}>{t(isConnected ? 'licences.reading' : 'licences.notConnected')}</Body1>
        {isConnected && sees && (
          <Button onClick={() => goTo({ path: 'connections' })}>{t('licences.toConnections')}</Button>
        )}
        {!isConnected && mayConnect && (
          <Button icon={<PlugConnectedRegular />} onClick={() => goTo({ path: 'connections/new' })}>
            {t('nothing.connect')}
          </Button>
        )}
      </div>
    </Side>
  );
};

/** Clouds whose costs nobody has imported yet. */
export const NoCosts = () => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const goTo = useGoTo();
  const mayImport = useAllowed('cost.import');
  return (
    <Side title={t('cloud.title')}>
      <div className={styles.row}>
        <Body1 className={styles.text}>{t('cloud.none')}</Body1>
        {mayImport && (
          <Button icon={<ArrowImportRegular />} onClick={() => goTo({ path: 'cloud/imports' })}>
            {t('nothing.import')}
          </Button>
        )}
      </div>
    </Side>
  );
};
