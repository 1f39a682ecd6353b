import type { InvoiceLanguage } from '../../../shared/invoicing/invoice-document.ts';

const separators: Readonly<Record<InvoiceLanguage, readonly [group: string, decimal: string]>> = {
  en: [',', '.'],
  de: ['.', ','],
  nl: ['.', ','],
  fr: ['\u00a0', ','],
};

/** A decimal as people of this language read it; digits stay as they are, nothing is rounded. */
export const readableNumber = (decimal: string, language: InvoiceLanguage): string => {
  const [group, point] = separators[language];
  const [whole = '', fraction] = decimal.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const sign = decimal.startsWith('-') ? '\u2212' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `${point}${fraction}`}`;
};

/** A price keeps its decimals, and has two at least. */
export const readablePrice = (decimal: string, language: InvoiceLanguage): string => {
  const [whole, fraction = ''] = decimal.split('.');
  return readableNumber(`${whole}.${fraction.padEnd(2, '0')}`, language);
};

const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£' };

/** An amount with its currency, before the number in English and Dutch, behind it in German and French. */
export const readableMoney = (amount: string, currency: string, language: InvoiceLanguage): string => {
  const number = readableNumber(amount, language);
  const unit = symbols[currency] ?? currency;
  if (language === 'de' || language === 'fr') return `${number}\u00a0${unit}`;
  const gap = unit.length > 1 || language === 'nl' ? '\u00a0' : '';
  return number.startsWith('\u2212') ? `\u2212${unit}${gap}${number.slice(1)}` : `${unit}${gap}${number}`;
};

const locales: Readonly<Record<InvoiceLanguage, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  nl: 'nl-NL',
  fr: 'fr-FR',
};

type DateStyle = 'long' | 'medium';
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make: a long invoice has hundreds of periods. */
const formatterOf = (language: InvoiceLanguage, dateStyle: DateStyle): Intl.DateTimeFormat => {
  const key = `${language} ${dateStyle}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locales[language], { dateStyle, timeZone: 'UTC' });
  formatters.set(key, made);
  return made;
};

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** A day in words: 31 October 2026. */
export const readableDay = (day: string, language: InvoiceLanguage): string =>
  formatterOf(language, 'long').format(midnight(day));

/** A period in words, as short as the language allows: 1–30 September 2026. */
export const readablePeriod = (
  start: string,
  end: string,
  language: InvoiceLanguage,
  dateStyle: DateStyle = 'long',
): string => formatterOf(language, dateStyle).formatRange(midnight(start), midnight(end));

/** The name of a country. */
export const readableCountry = (code: string, language: InvoiceLanguage): string =>
  new Intl.DisplayNames([locales[language]], { type: 'region', fallback: 'code' }).of(code) ?? code;
