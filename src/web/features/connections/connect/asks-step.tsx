import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { useTranslation } from 'react-i18next';
import { consents } from '../../../../shared/connections/consent.ts';
import { Section } from '../../../ui/page/section.tsx';
import { PermissionList, splitPermissions } from '../permission-list.tsx';
import type { WizardValues } from './wizard-values.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px', maxWidth: '760px' },
  promise: {
    display: 'flex',
    gap: '12px',
    alignItems: 'flex-start',
    padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  icon: { fontSize: '24px', flexShrink: 0, color: tokens.colorBrandForeground1 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '16px' },
});

interface AsksStepProps {
  readonly values: WizardValues;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** Second step: the very list that Microsoft will show, each permission with its reason. */
export const AsksStep = ({ values: { level, mode }, onBack, onNext }: AsksStepProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { permissions } = consents[level];
  const asked = permissions.filter(({ grants }) => grants.includes(mode));
  const { reading, signIn } = splitPermissions(asked);
  const left = mode === 'delegated' ? permissions.filter(({ grants }) => !grants.includes(mode)) : [];
  return (
    <div className={styles.root}>
      <div className={styles.promise}>
        <LockClosedRegular className={styles.icon} aria-hidden />
        <Body1>{t(`promise.${level}`)}</Body1>
      </div>
      <Section title={t('connect.asked', { count: asked.length })} lead={t('connect.askedLead')}>
        <PermissionList permissions={reading} standingOf={() => 'asked'} />
      </Section>
      {signIn.length > 0 && (
        <Section title={t('permissionsSignIn')}>
          <PermissionList permissions={signIn} standingOf={() => 'asked'} />
        </Section>
      )}
      {left.length > 0 && (
        <Section title={t('connect.notAsked')} lead={t('connect.notAskedLead')}>
          <PermissionList permissions={left} standingOf={() => 'not-asked'} />
        </Section>
      )}
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onNext}>
          {t('connect.toDeparture')}
        </Button>
        <Button onClick={onBack}>{t('connect.back')}</Button>
      </div>
    </div>
  );
};
