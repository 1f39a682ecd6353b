import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Confidence } from '../../../../shared/licences/audit-result.ts';
import type { FindingRow, FindingState } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';

type Colour = NonNullable<BadgeProps['color']>;

const stateColours: Readonly<Record<FindingState, Colour>> = {
  new: 'brand',
  open: 'informative',
  reopened: 'brand',
  snoozed: 'warning',
  dismissed: 'subtle',
  planned: 'brand',
  done: 'success',
  gone: 'subtle',
};

/** Where a finding stands; until when it sleeps. */
export const FindingStateBadge = ({
  finding,
}: {
  readonly finding: Pick<FindingRow, 'state' | 'snoozedUntil'>;
}) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { state, snoozedUntil } = finding;
  return (
    <Badge appearance="tint" color={stateColours[state]} title={t(`findingStateDetail.${state}`)}>
      {snoozedUntil === null
        ? t(`findingState.${state}`)
        : t('findings.until', { day: formats.day(snoozedUntil) })}
    </Badge>
  );
};

const confidenceColours: Readonly<Record<Confidence, Colour>> = {
  high: 'success',
  medium: 'informative',
  low: 'warning',
};

/** How sure a finding is. */
export const ConfidenceBadge = ({ confidence }: { readonly confidence: Confidence }) => {
  const { t } = useTranslation('licences');
  return (
    <Badge
      appearance="tint"
      color={confidenceColours[confidence]}
      title={t(`confidenceDetail.${confidence}`)}
    >
      {t(`confidence.${confidence}`)}
    </Badge>
  );
};
