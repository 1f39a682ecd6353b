import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../ui/grid/column.ts';
import type { AuditRow } from './audit-query.ts';
import { actionText, actorText, targetText } from './audit-text.ts';

/** Neither sorted nor filtered here: only some of the entries are in the browser. */
const asGiven = { sortable: false, filterable: false } as const;

/** The columns of the audit log. */
export const useAuditColumns = (): readonly Column<AuditRow>[] => {
  const { t } = useTranslation('settings');
  return useMemo(
    () => [
      {
        ...asGiven,
        id: 'sequence',
        label: t('audit.sequence'),
        kind: 'quantity',
        minWidthPx: 88,
        hidden: true,
        value: ({ sequence }) => String(sequence),
      },
      { ...asGiven, id: 'at', label: t('audit.at'), kind: 'instant', fixed: true, value: ({ at }) => at },
      {
        ...asGiven,
        id: 'actor',
        label: t('audit.actor'),
        kind: 'text',
        minWidthPx: 180,
        value: ({ actor }) => actorText(actor, t),
        cell: ({ actor }) => <span title={actor.label}>{actorText(actor, t)}</span>,
      },
      {
        ...asGiven,
        id: 'action',
        label: t('audit.action'),
        kind: 'text',
        minWidthPx: 200,
        value: ({ action }) => actionText(action, t),
        cell: ({ action }) => <span title={action}>{actionText(action, t)}</span>,
      },
      {
        ...asGiven,
        id: 'target',
        label: t('audit.target'),
        kind: 'text',
        minWidthPx: 220,
        value: ({ target }) => targetText(target, t),
        missing: t('audit.noTarget'),
      },
      {
        ...asGiven,
        id: 'address',
        label: t('audit.address'),
        kind: 'text',
        grow: 0,
        value: ({ address }) => address,
        missing: t('audit.noAddress'),
      },
    ],
    [t],
  );
};
