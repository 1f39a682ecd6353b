import type { TFunction } from 'i18next';
import { fileRefusalSchema } from '../../../../shared/imports/refusals.ts';

interface RefusalText {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fix: string;
}

const mostNames = 8;

/**
 * What stopped an import in the reader's language, where the server says by a code why it refused the file;
 * undefined leaves the server's own words. `file_refused` is a code of the console: it keeps this title.
 */
export const refusalText = (meta: unknown, t: TFunction<'imports'>): RefusalText | undefined => {
  const { success, data } = fileRefusalSchema.safeParse(meta);
  if (!success) return undefined;
  const { refusal, file, nearest, missing = [] } = data;
  const lacks =
    nearest === undefined || missing.length === 0
      ? ''
      : t('imports:refusal.lacks', { nearest, names: missing.slice(0, mostNames).join(', ') });
  return {
    code: 'file_refused',
    title: t(`refusal.${refusal}.title`),
    detail: [t(`refusal.${refusal}.detail`, { file }), lacks].filter(Boolean).join(' '),
    fix: t(`refusal.${refusal}.fix`),
  };
};
