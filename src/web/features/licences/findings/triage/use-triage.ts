import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type FindingRow, triageFindings } from '../../../../../shared/licences/contract.ts';
import { call } from '../../../../ui/api/call.ts';
import { useToasts } from '../../../../ui/feedback/toasts.tsx';
import { bodyOf } from '../../../../ui/form/body-of.ts';
import { useFormats } from '../../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../../ui/session/session.ts';
import { findingsKey, licencesKey } from '../../licence-queries.ts';
import { type FindingPages, without } from './optimistic.ts';

const body = bodyOf(triageFindings);
export type Decision = z.input<typeof body>['decision'];

/** As many as the API takes at once. */
const mostAtOnce = 1000;

type Triage = (findings: readonly FindingRow[], decision: Decision) => Promise<void>;

/**
 * Decides about findings: they leave the list at once, and come back where the server refuses. What was decided
 * can be taken back from the message that says so.
 */
export const useTriage = (): Triage => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const formats = useFormats();

  const send = useCallback(
    async (findings: readonly FindingRow[], decision: Decision) => {
      const ids = findings.map(({ id }) => id);
      let changed = 0;
      for (let from = 0; from < ids.length; from += mostAtOnce) {
        const findingIds = ids.slice(from, from + mostAtOnce);
        const answer = await call(triageFindings, {
          params: { organisationId },
          body: { findingIds, decision },
        });
        changed += answer.changed;
      }
      return changed;
    },
    [organisationId],
  );

  return useCallback<Triage>(
    async function triage(findings, decision) {
      const queryKey = [...findingsKey(organisationId), 'list'];
      await client.cancelQueries({ queryKey });
      const before = client.getQueriesData<FindingPages>({ queryKey });
      const ids = new Set(findings.map(({ id }) => id));
      client.setQueriesData<FindingPages>({ queryKey }, (data) => data && without(data, ids));
      try {
        const changed = await send(findings, decision);
        const skipped = findings.length - changed;
        const undo = {
          label: t('triage.undo'),
          run: () => void triage(findings, { kind: 'reopen' }),
        };
        toasts.success(
          t(`triage.done.${decision.kind}`, { count: changed, number: formats.count(changed) }),
          skipped === 0 ? undefined : t('triage.skipped', { count: skipped, number: formats.count(skipped) }),
          decision.kind === 'reopen' ? undefined : undo,
        );
      } catch (error) {
        for (const [key, data] of before) client.setQueryData(key, data);
        toasts.problem(error);
      } finally {
        await client.invalidateQueries({ queryKey: licencesKey(organisationId) });
      }
    },
    [client, organisationId, send, toasts, formats, t],
  );
};
