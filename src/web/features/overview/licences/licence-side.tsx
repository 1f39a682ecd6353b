import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { LicenceOverview } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useGoTo } from '../../../ui/page/links.tsx';
import { useAllowed } from '../../../ui/session/session.ts';
import { Side } from '../side.tsx';
import { NextRenewals, TopRules } from './licence-lists.tsx';
import { LicenceTiles } from './licence-tiles.tsx';
import { LicenceTrend } from './licence-trend.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '8px 32px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    alignItems: 'start',
  },
});

const mostNamed = 3;

/** Where the organisation stands with its licences: what can be saved, what they cost, what renews. */
export const LicenceSide = ({ overview }: { readonly overview: LicenceOverview }) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  return (
    <Side title={t('licences.title')} lead={<Freshness overview={overview} />}>
      <Broken overview={overview} />
      <LicenceTiles overview={overview} />
      <LicenceTrend overview={overview} />
      <div className={styles.columns}>
        <TopRules overview={overview} />
        <NextRenewals overview={overview} />
      </div>
    </Side>
  );
};

/** Of which tenants and which day the figures are. */
const Freshness = ({ overview: { connections } }: { readonly overview: LicenceOverview }) => {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const read = connections.flatMap(({ name, tenantName, asOf }) =>
    asOf === null ? [] : [t('licences.asOf', { tenant: tenantName ?? name, day: formats.day(asOf) })],
  );
  const more = read.length - mostNamed;
  return [
    ...read.slice(0, mostNamed),
    ...(more > 0 ? [t('licences.moreTenants', { count: more })] : []),
  ].join(' · ');
};

/** Tenants that Microsoft refuses to let us read: their figures grow old. */
const Broken = ({ overview: { connections } }: { readonly overview: LicenceOverview }) => {
  const { t } = useTranslation('overview');
  const goTo = useGoTo();
  const sees = useAllowed('connection.read');
  const broken = connections.filter(({ state }) => state === 'broken' || state === 'revoked');
  if (broken.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t('licences.broken', {
          count: broken.length,
          names: broken
            .slice(0, mostNamed)
            .map(({ name, tenantName }) => tenantName ?? name)
            .join(', '),
        })}
      </MessageBarBody>
      {sees && (
        <MessageBarActions>
          <Button onClick={() => goTo({ path: 'connections' })}>{t('licences.toConnections')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
};
