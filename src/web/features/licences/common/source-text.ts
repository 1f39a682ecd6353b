import type { TFunction } from 'i18next';

/** A source of a sync or of evidence in words; one that this console does not know keeps its own name. */
export const sourceText = (name: string, t: TFunction<'licences'>): string => {
  const short = name.replace(/^reports\//, '');
  return t(`source.${short}`, { defaultValue: short });
};

/** Why a source is missing, partial or stale; the code itself where there are no words for it. */
export const weakReasonText = (reason: string, t: TFunction<'licences'>): string =>
  t(`weakReason.${reason}`, { defaultValue: reason });
