import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { dismissReasons, type FindingDetail } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Instant } from '../../../ui/format/values.tsx';
import { EvidenceTable } from '../common/evidence-table.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    paddingLeft: '12px',
    borderLeft: `2px solid ${tokens.colorNeutralStroke1}`,
    overflowWrap: 'anywhere',
  },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

type Event = FindingDetail['history'][number];

/** What became of a finding, newest first: who decided, why, until when, and what convicted then. */
export const FindingHistory = ({ history }: { readonly history: readonly Event[] }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  if (history.length === 0) return <span>{t('findings.noHistory')}</span>;
  return (
    <ol className={styles.list}>
      {history.toReversed().map((event) => (
        <li key={`${event.at} ${event.to}`} className={styles.item}>
          <Entry event={event} />
        </li>
      ))}
    </ol>
  );
};

/** Reasons are stored as a code, with the note of who decided after a colon. */
const useReasonText = (): ((reason: string) => string) => {
  const { t } = useTranslation('licences');
  return (reason) => {
    const code = dismissReasons.find((each) => reason === each || reason.startsWith(`${each}: `));
    if (code === undefined) return reason;
    return [t(`reason.${code}`), reason.slice(code.length + 2)].filter(Boolean).join(': ');
  };
};

const Entry = ({ event }: { readonly event: Event }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const reasonText = useReasonText();
  const { at, to, by, reason, until, evidence } = event;
  return (
    <>
      <span>
        {t(`findingState.${to}`)}
        {until !== null && ` ${t('findings.untilLower', { day: formats.day(until) })}`}
        {reason !== null && reason !== '' && ` · ${reasonText(reason)}`}
      </span>
      <span className={styles.detail}>
        <Instant at={at} /> · {by ?? t('findings.bySync')}
      </span>
      {evidence !== null && evidence.length > 0 && (
        <Accordion collapsible>
          <AccordionItem value="evidence">
            <AccordionHeader size="small">{t('findings.evidenceThen')}</AccordionHeader>
            <AccordionPanel>
              <EvidenceTable evidence={evidence} />
            </AccordionPanel>
          </AccordionItem>
        </Accordion>
      )}
    </>
  );
};
