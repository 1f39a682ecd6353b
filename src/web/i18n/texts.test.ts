import { describe, expect, it } from 'vitest';
import { languages } from './languages.ts';

type Texts = { readonly [key: string]: string | Texts };

const files = import.meta.glob<Texts>(['../{ui,app}/i18n/*.json', '../features/*/i18n/*.json'], {
  eager: true,
  import: 'default',
});
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
  eager: true,
  import: 'default',
  query: '?raw',
});

const flatten = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
const textsOf = (namespace: string, language: string): Map<string, string> => {
  const path = Object.keys(files).find((name) => name.endsWith(`/${namespace}/i18n/${language}.json`));
  const texts = path === undefined ? undefined : files[path];
  return new Map(texts === undefined ? [] : flatten(texts));
};
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((m) => m[1] ?? '').sort();
/** `count_one` and `count_other` are one key to whoever calls; languages may have different plural forms. */
const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

const namespaces = [...new Set(Object.keys(files).map((path) => /\/([^/]+)\/i18n\//.exec(path)?.[1] ?? ''))];

describe.each(namespaces)('the texts of "%s"', (namespace) => {
  const english = textsOf(namespace, 'en');
  const keys = [...new Set([...english.keys()].map(withoutPlural))].sort();

  it.each(languages)('have every key in %s, none empty and none more', (language) => {
    const texts = textsOf(namespace, language);
    expect([...new Set([...texts.keys()].map(withoutPlural))].sort()).toEqual(keys);
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it.each(languages)('have every plural form that %s needs', (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const texts = textsOf(namespace, language);
    const plurals = new Set([...texts.keys()].filter((key) => withoutPlural(key) !== key).map(withoutPlural));
    // i18next falls back to `other` for categories such as the French `many`, so `one` and `other` must exist.
    const needed = categories.filter((category) => category === 'one' || category === 'other');
    const missing = [...plurals].flatMap((key) =>
      needed.filter((form) => !texts.has(`${key}_${form}`)).map((form) => `${key}_${form}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(languages)('have the same placeholders in %s', (language) => {
    const wrong = [...textsOf(namespace, language)].filter(([key, text]) => {
      const original = english.get(key) ?? english.get(`${withoutPlural(key)}_other`) ?? '';
      // A singular may leave the number out ("one file").
      const optional = withoutPlural(key) !== key ? ['count'] : [];
      const strip = (names: string[]) => names.filter((name) => !optional.includes(name)).join();
      return strip(placeholders(text)) !== strip(placeholders(original));
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

describe('the texts that the source asks for', () => {
  // `t('a.b')` with the namespace of the file's useTranslation('x'); `t('x:a.b')` names its own.
  const asked = Object.entries(sources).flatMap(([path, source]) => {
    const own = /useTranslation\('([\w-]+)'/.exec(source)?.[1];
    return [...source.matchAll(/\bt\(\s*'([\w:.-]+)'/g)].map((match) => {
      const [first = '', second] = (match[1] ?? '').split(':');
      return second === undefined
        ? { path, namespace: own ?? 'ui', key: first }
        : { path, namespace: first, key: second };
    });
  });

  it('all exist', () => {
    const missing = asked.filter(({ namespace, key }) => {
      const known = [...textsOf(namespace, 'en').keys()];
      return !known.some((each) => withoutPlural(each) === key || each === key);
    });
    expect(missing).toEqual([]);
  });
});
