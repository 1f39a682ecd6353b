import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { getRun, type Run } from '../../../../shared/runs/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ApiProblem } from '../../../ui/api/problem.ts';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';
import { RunProgress } from '../../../ui/feedback/run-progress.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Instant, Missing } from '../../../ui/format/values.tsx';
import { isUnfinished } from '../../../ui/run/live-runs.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { ImportStateBadge } from '../import-state.tsx';
import { refusalText } from './refusal-text.ts';

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', gap: '12px 32px', margin: 0, flexShrink: 0 },
  fact: { display: 'flex', flexDirection: 'column', gap: '2px' },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  log: {
    margin: 0,
    padding: '8px 0 0 16px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
});

interface ImportSummaryProps {
  readonly detail: ImportDetail;
  readonly run: Run | undefined;
}

/** The facts of an import in one line; its progress while it works, and what stopped it. */
export const ImportSummary = ({ detail, run }: ImportSummaryProps) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  const rows = (count: number | null) =>
    count === null ? <Missing missing={t('noCount')} /> : formats.count(count);
  const facts = [
    [t('stateLabel'), <ImportStateBadge key="state" of={detail} run={run} />],
    [t('format'), detail.format ?? <Missing key="format" missing={t('noFormat')} />],
    [t('rowsRead'), rows(detail.rowsRead)],
    [t('rowsImported'), rows(detail.rowsImported)],
    [t('rowsRejected'), rows(detail.rowsRejected)],
    [t('modeLabel'), t(`mode.${detail.mode}`)],
    [t('originLabel'), t(`origin.${detail.origin}`)],
    [t('created'), <Instant key="created" at={detail.createdAt} />],
  ] as const;
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={styles.fact}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
      {detail.state === 'waiting' && <Working run={run} />}
      {(detail.state === 'failed' || detail.state === 'cancelled') && <Stopped detail={detail} />}
      {(detail.state === 'unchanged' || detail.state === 'removed') && (
        <MessageBar layout="multiline">
          <MessageBarBody>{t(`stateDetail.${detail.state}`)}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
};

const Working = ({ run }: { readonly run: Run | undefined }) => {
  const { t } = useTranslation('imports');
  if (run === undefined || !isUnfinished(run) || run.state === 'queued') {
    return <RunProgress fraction={undefined} message={t('queued')} />;
  }
  return (
    <RunProgress
      fraction={run.progress}
      message={run.cancelRequested ? t('cancelling') : run.message || t('working')}
    />
  );
};

const Stopped = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const runId = detail.runId ?? '';
  const log = useQuery({
    queryKey: ['runs', organisationId, runId],
    queryFn: ({ signal }) => call(getRun, { params: { organisationId, runId } }, { signal }),
    enabled: detail.runId !== null,
  });
  const { problem } = detail;
  return (
    <div>
      {problem === null ? (
        <MessageBar>
          <MessageBarBody>
            {t(`stateDetail.${detail.state === 'failed' ? 'failed' : 'cancelled'}`)}
          </MessageBarBody>
        </MessageBar>
      ) : (
        <ProblemBar error={problemOf(problem, t)} />
      )}
      {log.data !== undefined && log.data.log.length > 0 && (
        <ul className={styles.log} aria-label={t('log')}>
          {log.data.log.map((line) => (
            <li key={`${line.at}${line.message}`}>
              <Instant at={line.at} /> · {line.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** What a job stored about its end, as anything else that went wrong is shown. */
const problemOf = (stored: NonNullable<ImportDetail['problem']>, t: TFunction<'imports'>): ApiProblem =>
  new ApiProblem({
    code: stored.code ?? 'unprocessable',
    status: stored.status ?? 422,
    title: stored.title ?? t('stateDetail.failed'),
    detail: stored.detail ?? '',
    ...(stored.fix === undefined ? {} : { fix: stored.fix }),
    ...refusalText(stored.meta, t),
  });
