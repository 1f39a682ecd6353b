import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, localeOf } from '../../i18n/languages.ts';
import { createFormats, type Formats } from './formats.ts';

const made = new Map<string, Formats>();

/** The formats of the member's language and the browser's time zone. */
export const useFormats = (): Formats => {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const locale = localeOf(isLanguage(i18n.language) ? i18n.language : 'en', navigator.languages);
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = made.get(locale) ?? createFormats(locale, timeZone);
    made.set(locale, known);
    return known;
  }, [i18n.language]);
};
