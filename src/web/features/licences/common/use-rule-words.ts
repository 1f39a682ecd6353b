import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleId } from '../../../../shared/licences/audit-result.ts';
import type { ActivityStateName } from '../../../../shared/licences/parts.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { policyQuery } from '../licence-queries.ts';
import { thresholdsOf } from './thresholds.ts';

interface RuleWords {
  /** What a rule finds, by the organisation's own thresholds; empty until they are known. */
  readonly sentence: (rule: RuleId) => string;
  /** What a state of activity means; empty until the thresholds are known. */
  readonly activity: (state: ActivityStateName) => string;
}

/** Sentences of rules and states with the thresholds of the organisation's policy in them. */
export const useRuleWords = (): RuleWords => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const formats = useFormats();
  const effective = useQuery(policyQuery(organisationId)).data?.effective;
  return useMemo(() => {
    const thresholds = effective === undefined ? undefined : thresholdsOf(effective, formats);
    return {
      sentence: (rule) => (thresholds === undefined ? '' : t(`rule.${rule}.sentence`, thresholds)),
      activity: (state) => (thresholds === undefined ? '' : t(`activityDetail.${state}`, thresholds)),
    };
  }, [effective, formats, t]);
};
