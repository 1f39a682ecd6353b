import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isLanguage, type Language, languages, preferredLanguage } from './languages.ts';

type Texts = Record<string, unknown>;

/** One chunk per namespace and language, loaded when a page first needs it. */
const files = import.meta.glob<{ default: Texts }>(['../{ui,app}/i18n/*.json', '../features/*/i18n/*.json']);

const fileOf = (language: string, namespace: string) => {
  const end = `/${namespace}/i18n/${language}.json`;
  return Object.entries(files).find(([path]) => path.endsWith(end))?.[1];
};

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = fileOf(language, namespace);
    if (load === undefined)
      return done(new Error(`There are no texts "${namespace}" in "${language}".`), null);
    load().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  },
};

const storageKey = 'trimtab.language';

const storedLanguage = (): Language | undefined => {
  try {
    const value = localStorage.getItem(storageKey) ?? '';
    return isLanguage(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const settle = (language: Language): void => {
  document.documentElement.lang = language;
};

/** Prepares the texts of the shell in the person's language. */
export const startI18n = async (): Promise<void> => {
  const language = storedLanguage() ?? preferredLanguage(navigator.languages);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: [...languages],
      ns: ['ui', 'app'],
      defaultNS: 'ui',
      // React escapes; escaping here too would show entities.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  settle(language);
};

/** Speaks this language from now on, in this browser. */
export const changeLanguage = async (language: Language): Promise<void> => {
  if (i18next.language === language) return;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be refused; the choice then lasts as long as the page.
  }
  settle(language);
  await i18next.changeLanguage(language);
};
