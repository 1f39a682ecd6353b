import type { TFunction } from 'i18next';

/**
 * A source of a sync or of evidence in words; one that this console does not know keeps its own name. Reports are
 * read for several periods: `getMailboxUsageDetail.D30`.
 */
export const sourceText = (name: string, t: TFunction<'licences'>): string => {
  const [, report = name, days] = /^(?:reports\/)?(.*?)(?:\.D(\d+))?$/.exec(name) ?? [];
  const said = t(`licences:source.${report}`, { defaultValue: report });
  return days === undefined ? said : t('licences:sourceOver', { source: said, count: Number(days) });
};

/** Why a source is missing, partial or stale; the code itself where there are no words for it. */
export const weakReasonText = (reason: string, t: TFunction<'licences'>): string =>
  t(`licences:weakReason.${reason}`, { defaultValue: reason });
