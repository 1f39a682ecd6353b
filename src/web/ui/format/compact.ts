import { Exact } from '../../../shared/money.ts';

/** The language data of German (CLDR) has no short form of a thousand: 139,942 stayed in full beside "1,2 Mio.". */
const germanThousand = '\u00a0Tsd.';

/**
 * Abbreviates numbers from a thousand up, in every language alike. Takes decimals as text without going
 * through a float.
 */
export const compactFormat = (
  locale: string,
  options: Intl.NumberFormatOptions,
): ((value: string | number) => string) => {
  const compact = new Intl.NumberFormat(locale, { ...options, notation: 'compact' });
  const whole = new Intl.NumberFormat(locale, options);
  const isGerman = new Intl.Locale(locale).language === 'de';
  return (value) => {
    const thousands = new Exact(value).div(1000);
    const size = thousands.abs();
    // What rounds to a thousand thousands is a million.
    if (!isGerman || size.lt(1) || size.gte('999.5'))
      return compact.format(value as Intl.StringNumericLiteral);
    const parts = whole.formatToParts(thousands.toFixed() as Intl.StringNumericLiteral);
    const end = parts.findLastIndex(({ type }) => type === 'integer' || type === 'fraction');
    return parts.map((part, index) => part.value + (index === end ? germanThousand : '')).join('');
  };
};
