import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons/svg/open';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { authoriseConnection, createConnection } from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { connectionsKey } from '../connection-queries.ts';
import { goToMicrosoft } from '../use-authorise.ts';
import { connectionBody, type wizardSchema } from './wizard-values.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '760px' },
  list: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '6px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

interface GoStepProps {
  readonly values: z.output<typeof wizardSchema>;
  readonly onBack: () => void;
}

/** Third step: what happens at Microsoft, and the way there. */
export const GoStep = ({ values, onBack }: GoStepProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { depart, busy, error } = useDeparture(values);
  const { level, mode } = values;
  const who = level === 'user' ? 'user' : mode;
  return (
    <div className={styles.root}>
      <Facts
        facts={[
          { term: t('name'), value: values.name },
          { term: t('levelLabel'), value: t(`level.${level}`) },
          { term: t('modeLabel'), value: t(`mode.${mode}`) },
          { term: t('cloudLabel'), value: t(`cloud.${values.cloud}`) },
          { term: t('registrationLabel'), value: t(`registration.${values.registration}`) },
        ]}
      />
      <Body1>{t('connect.goLead')}</Body1>
      <ol className={styles.list}>
        <li>{t(`connect.goWho.${who}`)}</li>
        <li>{t('connect.goConsent')}</li>
        <li>{t('connect.goBack')}</li>
        {level === 'administrator' && <li>{t('connect.goSync')}</li>}
      </ol>
      <Body1 className={styles.quiet}>{t('connect.goEnd')}</Body1>
      {error !== undefined && <ProblemBar error={error} />}
      <div className={styles.actions}>
        <Button appearance="primary" icon={<OpenRegular />} disabledFocusable={busy} onClick={depart}>
          {t(busy ? 'connect.leaving' : 'toMicrosoft')}
        </Button>
        <Button disabled={busy} onClick={onBack}>
          {t('connect.back')}
        </Button>
      </div>
    </div>
  );
};

/** Prepares the connection once, however often somebody comes back from Microsoft's page and leaves again. */
const useDeparture = (values: z.output<typeof wizardSchema>) => {
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const [connectionId, setConnectionId] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const prepare = async (): Promise<string> => {
    if (connectionId !== undefined)
      return (await call(authoriseConnection, { params: { organisationId, connectionId } })).authorisationUrl;
    const made = await call(createConnection, { params: { organisationId }, body: connectionBody(values) });
    setConnectionId(made.connectionId);
    void client.invalidateQueries({ queryKey: connectionsKey(organisationId) });
    return made.authorisationUrl;
  };
  const depart = async () => {
    setBusy(true);
    setError(undefined);
    try {
      goToMicrosoft(await prepare());
      // A browser that keeps the page in memory shows it again, on the way back, as it was left.
      addEventListener('pageshow', () => setBusy(false), { once: true });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return { depart: () => void depart(), busy, error };
};
