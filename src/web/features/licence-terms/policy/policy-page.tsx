import { Caption1, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPolicy } from '../../../../shared/licences/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { Instant } from '../../../ui/format/values.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { Judging } from '../judging.tsx';
import { licencesKey, policyQuery } from '../term-queries.ts';
import { PolicyForm } from './policy-form.tsx';
import { type Policy, type PolicyValues, policyOf, valuesOf } from './policy-values.ts';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

/** By what the rules judge: thresholds, whom they pass over, and what counts as free. */
export const PolicyPage = () => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const runs = useDataRuns(organisationId);
  const policy = useQuery(policyQuery(organisationId));
  return (
    <Page title={t('policy.title')} answers={t('policy.answers')} layout="form">
      <Judging runs={runs} />
      {policy.data === undefined &&
        (policy.isError ? (
          <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
        ) : (
          <SkeletonRows rows={12} />
        ))}
      {policy.data !== undefined && <Editor policy={policy.data} />}
    </Page>
  );
};

const Editor = ({ policy }: { readonly policy: Policy }) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const mayManage = useAllowed('licence.manage');
  const { values, set, dirty, busy, error, save, undo } = usePolicy(policy);
  return (
    <>
      {policy.changedAt !== null && (
        <Caption1 className={styles.quiet}>
          {t('policy.changed', { name: policy.changedBy ?? '—' })} <Instant at={policy.changedAt} />
        </Caption1>
      )}
      {!mayManage && (
        <MessageBar intent="info">
          <MessageBarBody>{t('policy.readOnly')}</MessageBarBody>
        </MessageBar>
      )}
      <PolicyForm
        values={values}
        set={set}
        busy={busy}
        dirty={dirty}
        onSave={mayManage ? save : undefined}
        onUndo={undo}
      />
      {error !== undefined && <ProblemBar error={error} />}
    </>
  );
};

/** What is typed over the policy that counts; what is saved elsewhere meanwhile shows where nothing was typed. */
const usePolicy = (policy: Policy) => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const [typed, setTyped] = useState<PolicyValues>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const saved = valuesOf(policy);
  const values = { ...saved, ...typed };
  const dirty = JSON.stringify(policyOfSafely(values)) !== JSON.stringify(policyOfSafely(saved));
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { runIds } = await call(setPolicy, {
        params: { organisationId },
        body: { policy: policyOf(values) },
      });
      await client.invalidateQueries({ queryKey: licencesKey(organisationId) });
      setTyped({});
      toasts.success(t('policy.saved'), t('policy.judged', { count: runIds.length }));
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    dirty,
    busy,
    error,
    set: (name: string, value: string) => setTyped((current) => ({ ...current, [name]: value })),
    save: () => void save(),
    undo: () => setTyped({}),
  };
};

/** While a number is half typed there is no policy yet: what is typed stands for it. */
const policyOfSafely = (values: PolicyValues): unknown => {
  try {
    return policyOf(values);
  } catch {
    return values;
  }
};
