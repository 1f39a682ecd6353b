import { Body1, Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingDetail } from '../../../../shared/licences/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { EvidenceTable } from '../common/evidence-table.tsx';
import { useRuleWords } from '../common/use-rule-words.ts';
import { findingQuery } from '../licence-queries.ts';
import { FindingHistory } from './finding-history.tsx';
import { FindingLinks } from './finding-links.tsx';
import { tabOf } from './findings-search.ts';
import { useTriageCommands } from './triage/use-triage-commands.tsx';
import { useFindingFacts } from './use-finding-facts.tsx';

const useStyles = makeStyles({
  title: { margin: 0 },
  sentence: { color: tokens.colorNeutralForeground2 },
});

interface FindingPanelProps {
  readonly findingId: string;
  readonly onClose: () => void;
}

/** One finding: what convicts, what to do, what became of it, and the way to decide. */
export const FindingPanel = ({ findingId, onClose }: FindingPanelProps) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const found = useQuery(findingQuery(organisationId, findingId));
  const { data } = found;
  const rule = data?.finding.rule;
  return (
    <SidePanel
      title={rule === undefined ? t('findings.one') : `${t(`rule.${rule}.title`)} (${rule})`}
      size="large"
      onClose={onClose}
      actions={data !== undefined && <Actions detail={data} />}
    >
      {data !== undefined && <Content detail={data} />}
      {data === undefined &&
        (found.isError ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <SkeletonRows rows={10} />
        ))}
    </SidePanel>
  );
};

const Content = ({ detail }: { readonly detail: FindingDetail }) => {
  const { t } = useTranslation('licences');
  const { finding, evidence, related, history } = detail;
  const { sentence } = useRuleWords();
  const facts = useFindingFacts(finding);
  const styles = useStyles();
  return (
    <>
      <Body1 className={styles.sentence}>{sentence(finding.rule)}</Body1>
      <Facts facts={facts} />
      <Part title={t('evidence.title')}>
        <EvidenceTable evidence={evidence} />
      </Part>
      {related.length > 0 && (
        <Part title={t('findings.related')}>
          <FindingLinks findings={related} none="" />
        </Part>
      )}
      <Part title={t('findings.history')}>
        <FindingHistory history={history} />
      </Part>
    </>
  );
};

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const styles = useStyles();
  return (
    <>
      <Subtitle2 as="h3" className={styles.title}>
        {title}
      </Subtitle2>
      {children}
    </>
  );
};

/** What can be decided about it, and the way to whom it is about. */
const Actions = ({ detail: { finding } }: { readonly detail: FindingDetail }) => {
  const { t } = useTranslation('licences');
  const goTo = useGoTo();
  const mayTriage = useAllowed('finding.triage');
  const { commandsFor, dialog } = useTriageCommands(tabOf(finding.state));
  const commands = useMemo(
    () => (mayTriage ? commandsFor([finding], () => undefined) : []),
    [mayTriage, commandsFor, finding],
  );
  const { connectionId, subject } = finding;
  return (
    <>
      {commands.map(({ id, label, icon: Icon, onClick }) => (
        <Button key={id} icon={<Icon />} onClick={onClick}>
          {label}
        </Button>
      ))}
      {subject.kind === 'user' && (
        <Button
          icon={<PersonRegular />}
          onClick={() => goTo({ path: 'licences/users', search: { panel: `${connectionId}/${subject.id}` } })}
        >
          {t('findings.toUser')}
        </Button>
      )}
      {dialog}
    </>
  );
};
