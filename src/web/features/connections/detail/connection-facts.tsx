import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/connections/contract.ts';
import type { Run } from '../../../../shared/runs/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Instant, Missing, TextOr } from '../../../ui/format/values.tsx';
import { ConnectionStateBadge } from '../connection-state.tsx';
import { LastSyncLine } from '../last-sync.tsx';
import { hourInstant, nextSyncAt } from '../sync-facts.ts';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gap: '12px 32px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(168px, 100%), 1fr))',
    margin: 0,
  },
  fact: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

interface ConnectionFactsProps {
  readonly connection: Connection;
  readonly run: Run | undefined;
}

/** What is connected, how, by whom, and when it is read. */
export const ConnectionFacts = ({ connection, run }: ConnectionFactsProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { lastSync } = connection;
  const facts = [
    [t('stateLabel'), <ConnectionStateBadge key="state" state={connection.state} />],
    [t('tenant'), <Tenant key="tenant" connection={connection} />],
    [
      t('lastSync'),
      <Instant key="last" at={lastSync?.finishedAt ?? lastSync?.startedAt} missing={t('neverSynced')} />,
    ],
    [t('complete'), <LastSyncLine key="complete" sync={lastSync} run={run} />],
    [t('nextSync'), <Instant key="next" at={nextSyncAt(connection, new Date())} missing={t('noNextSync')} />],
    [t('syncHourLabel'), <SyncHour key="hour" hour={connection.syncHour} />],
    [t('levelLabel'), t(`level.${connection.level}`)],
    [t('modeLabel'), t(`mode.${connection.mode}`)],
    [t('cloudLabel'), t(`cloud.${connection.cloud}`)],
    [
      t('consentedBy'),
      <TextOr key="by" missing={t('nobodyConsented')}>
        {connection.consentedBy}
      </TextOr>,
    ],
    [t('connectedAt'), <Instant key="at" at={connection.connectedAt} missing={t('noTenant')} />],
    [t('registrationLabel'), <Registration key="app" connection={connection} />],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([term, value]) => (
        <div key={term} className={styles.fact}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const Tenant = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const { tenantName, tenantDomain, tenantId } = connection;
  const name = tenantName ?? tenantDomain ?? tenantId;
  if (name === null) return <Missing missing={t('noTenant')} />;
  return (
    <span title={[tenantDomain, tenantId].filter(Boolean).join(' · ')}>
      {name}
      {tenantName !== null && tenantDomain !== null && ` (${tenantDomain})`}
    </span>
  );
};

const Registration = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  return (
    <>
      {t(`registration.${connection.registration}`)}
      {connection.clientId !== null && <div className={styles.code}>{connection.clientId}</div>}
    </>
  );
};

const SyncHour = ({ hour }: { readonly hour: number | null }) => {
  const { t } = useTranslation('connections');
  const formats = useFormats();
  if (hour === null) return t('byHand');
  const time = new Intl.DateTimeFormat(formats.locale, { timeStyle: 'short', timeZone: formats.timeZone });
  return (
    <span title={t('hourUtc', { hour: `${String(hour).padStart(2, '0')}:00` })}>
      {t('dailyAt', { time: time.format(new Date(hourInstant(hour, new Date()))), zone: formats.timeZone })}
    </span>
  );
};
