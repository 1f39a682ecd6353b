import { type Language, languages } from '../../shared/identity/contract.ts';

export { type Language, languages };

/** Each language in its own words, for the menu that chooses it. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  nl: 'Nederlands',
  fr: 'Français',
};

export const isLanguage = (value: string): value is Language =>
  languages.some((language) => language === value);

/** The first of the browser's languages that the console speaks. */
export const preferredLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

const defaultRegions: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  nl: 'nl-NL',
  fr: 'fr-FR',
};

/** The locale for numbers and dates: the language, with the region the browser names for it. */
export const localeOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.length > 2 && tag.slice(0, 2).toLowerCase() === language) ??
  defaultRegions[language];
