import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, TextOr } from '../../../ui/format/values.tsx';
import type { Fact } from '../../../ui/page/facts.tsx';
import { ConfidenceBadge, FindingStateBadge } from './finding-badges.tsx';
import { FindingSaving } from './finding-saving.tsx';
import { actionText } from './finding-words.ts';
import { useNameSku } from './use-name-sku.ts';

/** A finding in words: whom it is about, what it is worth, how sure it is, what to do and how. */
export const useFindingFacts = (finding: FindingRow): readonly Fact[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const nameSku = useNameSku();
  const { subject, savingKind, confidence, automation, priceSource } = finding;
  return [
    // A SKU is named once: as the licence.
    ...(subject.kind === 'sku' ? [] : [{ term: t(`subject.${subject.kind}`), value: subject.label }]),
    { term: t('sku'), value: `${finding.skuName} (${finding.skuPartNumber})` },
    {
      term: t('findings.saving'),
      value: (
        <>
          <FindingSaving finding={finding} />
          {` · ${t(`kind.${savingKind}`)}: ${t(`kindDetail.${savingKind}`)}`}
          {finding.monthlySaving !== null && ` · ${t(`priceSourceDetail.${priceSource}`)}`}
        </>
      ),
    },
    ...(finding.quantity === '1'
      ? []
      : [{ term: t('findings.quantity'), value: formats.quantity(finding.quantity).text }]),
    { term: t('findings.do'), value: actionText(finding.action, t, formats, nameSku) },
    { term: t('automationLabel'), value: t(`automationDetail.${automation}`) },
    {
      term: t('confidenceLabel'),
      value: (
        <>
          <ConfidenceBadge confidence={confidence} /> {t(`confidenceDetail.${confidence}`)}
        </>
      ),
    },
    {
      term: t('findings.by.state'),
      value: (
        <>
          <FindingStateBadge finding={finding} /> {t(`findingStateDetail.${finding.state}`)}
        </>
      ),
    },
    ...(finding.supersededBy === null
      ? []
      : [
          {
            term: t('findings.supersededBy'),
            value: `${finding.supersededBy} ${t(`rule.${finding.supersededBy}.title`)}`,
          },
        ]),
    ...(subject.kind === 'user'
      ? [
          {
            term: t('department'),
            value: <TextOr missing={t('notInDirectory')}>{finding.department}</TextOr>,
          },
        ]
      : []),
    { term: t('findings.firstSeen'), value: <Day on={finding.firstSeenOn} /> },
    { term: t('findings.lastSeen'), value: <Day on={finding.lastSeenOn} /> },
  ];
};
