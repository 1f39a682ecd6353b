import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ActivityStateName } from '../../../../shared/licences/parts.ts';
import { useRuleWords } from './use-rule-words.ts';

const colours: Readonly<Record<ActivityStateName, NonNullable<BadgeProps['color']>>> = {
  active: 'success',
  stale: 'warning',
  inactive: 'danger',
  never: 'severe',
  unknown: 'informative',
};

/** A state of activity, with what it means on hover. */
export const ActivityBadge = ({ state }: { readonly state: ActivityStateName }) => {
  const { t } = useTranslation('licences');
  const { activity } = useRuleWords();
  return (
    <Badge appearance="tint" color={colours[state]} title={activity(state)}>
      {t(`activity.${state}`)}
    </Badge>
  );
};
