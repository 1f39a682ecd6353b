import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { outcomeOf } from '../import-outcome.ts';
import { useImportTab } from './use-import-tab.ts';

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  list: { margin: 0, paddingLeft: '20px', overflowWrap: 'anywhere' },
});

/** As many as stay readable in a message; the table below has all periods. */
const mostNamed = 5;

interface ImportWarningsProps {
  readonly detail: ImportDetail;
  /** Absent where it cannot be undone. */
  readonly onUndo: (() => void) | undefined;
}

/** What came in only in part, or took the place of much more, with the way back. Nothing when all is well. */
export const ImportWarnings = ({ detail, onUndo }: ImportWarningsProps) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  const [tab, select] = useImportTab();
  const outcome = outcomeOf(detail);
  const rejected = detail.rowsRejected ?? 0;
  if (outcome !== 'partly' && outcome !== 'shrunk') return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{t('warning')}</MessageBarTitle>
        {rejected > 0 && t('warningRejected', { count: rejected, number: formats.count(rejected) })}
        <Shrunk shrunk={detail.shrunk} />
      </MessageBarBody>
      <MessageBarActions>
        {rejected > 0 && tab !== 'rejects' && (
          <Button onClick={() => select('rejects')}>{t('showRejected')}</Button>
        )}
        {onUndo !== undefined && <Button onClick={onUndo}>{t('undo')}</Button>}
      </MessageBarActions>
    </MessageBar>
  );
};

const Shrunk = ({ shrunk }: Pick<ImportDetail, 'shrunk'>) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  if (shrunk.length === 0) return null;
  return (
    <div>
      {t('warningShrunk')}
      <ul className={styles.list}>
        {shrunk.slice(0, mostNamed).map((each) => (
          <li key={`${each.provider} ${each.billingAccountId} ${each.billingPeriodStart}`}>
            {t('shrunkPeriod', {
              provider: each.provider,
              account: each.billingAccountId,
              month: formats.month(each.billingPeriodStart),
              before: formats.count(each.rowsBefore),
              after: formats.count(each.rowsAfter),
              count: each.rowsAfter,
            })}
          </li>
        ))}
        {shrunk.length > mostNamed && <li>{t('replacedMore', { count: shrunk.length - mostNamed })}</li>}
      </ul>
    </div>
  );
};
