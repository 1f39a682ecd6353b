import {
  Button,
  makeStyles,
  Subtitle2,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Instant, TextOr } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { changesOf } from './audit-changes.ts';
import type { AuditRow, AuditSearch } from './audit-query.ts';
import { actionText, actorText, targetText } from './audit-text.ts';

const useStyles = makeStyles({
  cell: { overflowWrap: 'anywhere', whiteSpace: 'normal', paddingTop: '6px', paddingBottom: '6px' },
  code: { overflowWrap: 'anywhere' },
});

interface AuditPanelProps {
  readonly entry: AuditRow;
  readonly onClose: () => void;
  readonly onNarrow: (part: Partial<AuditSearch>) => void;
}

/** One entry with everything that is known of it. */
export const AuditPanel = ({ entry, onClose, onNarrow }: AuditPanelProps) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const { actor, target } = entry;
  return (
    <SidePanel
      title={actionText(entry.action, t)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => onNarrow({ actorId: actor.id })}>
            {t('audit.onlyActor', { name: actorText(actor, t) })}
          </Button>
          {target !== null && (
            <Button onClick={() => onNarrow({ targetId: target.id })}>{t('audit.onlyTarget')}</Button>
          )}
        </>
      }
    >
      <Facts
        facts={[
          { term: t('audit.at'), value: <Instant at={entry.at} /> },
          { term: t('audit.code'), value: <code className={styles.code}>{entry.action}</code> },
          { term: t('audit.actor'), value: actorText(actor, t) },
          { term: t('audit.actorKind'), value: t(`audit.kind.${actor.kind}`) },
          ...(entry.viaOrganisationId === null
            ? []
            : [{ term: t('audit.via'), value: entry.viaOrganisationId }]),
          {
            term: t('audit.target'),
            value: <TextOr missing={t('audit.noTarget')}>{targetText(target, t)}</TextOr>,
          },
          {
            term: t('audit.address'),
            value: <TextOr missing={t('audit.noAddress')}>{entry.address}</TextOr>,
          },
          {
            term: t('audit.request'),
            value: <TextOr missing={t('audit.noAddress')}>{entry.requestId}</TextOr>,
          },
          { term: t('audit.sequence'), value: entry.sequence },
          { term: t('audit.hash'), value: <code className={styles.code}>{entry.hash}</code> },
        ]}
      />
      <Changes entry={entry} />
    </SidePanel>
  );
};

const Changes = ({ entry }: { readonly entry: AuditRow }) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0) return null;
  return (
    <>
      <Subtitle2 as="h3">{t('audit.changes')}</Subtitle2>
      <Table size="small" aria-label={t('audit.changes')}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('audit.field')}</TableHeaderCell>
            <TableHeaderCell>{t('audit.before')}</TableHeaderCell>
            <TableHeaderCell>{t('audit.after')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {changes.map(({ field, before, after }) => (
            <TableRow key={field}>
              <TableCell className={styles.cell}>{field}</TableCell>
              <TableCell className={styles.cell}>{before ?? '—'}</TableCell>
              <TableCell className={styles.cell}>{after ?? '—'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
};
