import type { TFunction } from 'i18next';

/** A column of one of Microsoft's reports in words; its own name where this console knows none. */
export const figureText = (name: string, t: TFunction<'licences'>): string =>
  t(`figure.${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`, { defaultValue: name });
