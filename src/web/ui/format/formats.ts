import { Exact } from '../../../shared/money.ts';
import { compactFormat } from './compact.ts';

/** How a number reads: `text` as shown, `full` with every digit, for whoever hovers. */
export interface Written {
  readonly text: string;
  readonly full: string;
}

/** A decimal string that Intl formats without going through a float (ECMA-402, Intl.NumberFormat v3). */
const asNumeric = (decimal: string): Intl.StringNumericLiteral => decimal as Intl.StringNumericLiteral;

const maximumPlaces = 20;

/**
 * One of a unit: FOCUS writes counted units and time in the plural, and in the singular after "per" (FOCUS 1.2,
 * attribute "Unit format").
 */
const oneOf = (unit: string): string => unit.replace(pluralUnit, '$1$2');
const pluralUnit =
  /(^|-)(Year|Month|Day|Hour|Minute|Second|Unit|Request|Token|Connection|Certificate|Domain|Core|Count)s$/i;

/** Builds the formatters of one locale; Intl objects are made once, because making them is slow. */
export const createFormats = (locale: string, timeZone: string) => {
  const cached = memo(
    (key: string) => new Intl.NumberFormat(locale, JSON.parse(key) as Intl.NumberFormatOptions),
  );
  const numbers = (options: Intl.NumberFormatOptions) => cached(JSON.stringify(options));
  const dates = memo(
    (key: string) => new Intl.DateTimeFormat(locale, JSON.parse(key) as Intl.DateTimeFormatOptions),
  );
  const date = (options: Intl.DateTimeFormatOptions) => dates(JSON.stringify(options));
  const decimal = (value: string, options: Intl.NumberFormatOptions): string =>
    numbers(options).format(asNumeric(value));

  const currencyOptions = (currency: string): Intl.NumberFormatOptions => ({ style: 'currency', currency });
  const midnight = (value: string): Date => new Date(`${value.slice(0, 10)}T00:00:00Z`);
  const day = (value: string, options: Intl.DateTimeFormatOptions): string =>
    date({ ...options, timeZone: 'UTC' }).format(midnight(value));

  return {
    locale,
    timeZone,
    /** An amount as tables show it: the currency's two decimals, never abbreviated. */
    money: (amount: string, currency: string): Written => ({
      text: decimal(amount, {
        ...currencyOptions(currency),
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      }),
      full: decimal(amount, {
        ...currencyOptions(currency),
        minimumFractionDigits: 2,
        maximumFractionDigits: maximumPlaces,
      }),
    }),
    /** An amount as tiles show it: large sums abbreviated ("1.2 M €"). */
    moneyShort: (amount: string, currency: string): Written => {
      const size = new Exact(amount).abs();
      const places = size.gte(1_000_000) ? 1 : size.gte(100) ? 0 : 2;
      const options = { ...currencyOptions(currency), maximumFractionDigits: places };
      return {
        text: size.gte(100_000)
          ? compactFormat(locale, { ...options, minimumFractionDigits: places })(amount)
          : decimal(amount, options),
        full: decimal(amount, { ...currencyOptions(currency), maximumFractionDigits: maximumPlaces }),
      };
    },
    /** A price for one unit: two decimals, and more where it needs them to show four digits. */
    price: (amount: string, currency: string, unit: string): Written => {
      const end = unit === '' ? '' : ` / ${oneOf(unit)}`;
      const options = { ...currencyOptions(currency), minimumFractionDigits: 2 };
      const digits = { maximumSignificantDigits: 4, roundingPriority: 'morePrecision' } as const;
      return {
        text: decimal(amount, { ...options, maximumFractionDigits: 2, ...digits }) + end,
        full: decimal(amount, { ...options, maximumFractionDigits: maximumPlaces }) + end,
      };
    },
    /** A quantity: at most three decimals, all of them on hover. */
    quantity: (value: string, unit?: string): Written => {
      const end = unit === undefined ? '' : ` ${unit}`;
      return {
        text: decimal(value, { maximumFractionDigits: 3 }) + end,
        full: decimal(value, { maximumFractionDigits: maximumPlaces }) + end,
      };
    },
    /** A whole number, such as a count of rows. */
    count: (value: number): string => numbers({ maximumFractionDigits: 0 }).format(value),
    /** A share given as a fraction ("0.125" is 12.5 %). */
    percent: (fraction: string): Written => ({
      text: decimal(fraction, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
      full: decimal(fraction, { style: 'percent', maximumFractionDigits: maximumPlaces }),
    }),
    /** A share that was rounded on purpose, such as a confidence: without decimals. */
    percentWhole: (fraction: string): string =>
      decimal(fraction, { style: 'percent', maximumFractionDigits: 0 }),
    /** A change given as a fraction, with its sign. */
    change: (fraction: string): Written => ({
      text: decimal(fraction, {
        style: 'percent',
        signDisplay: 'exceptZero',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),
      full: decimal(fraction, {
        style: 'percent',
        signDisplay: 'exceptZero',
        maximumFractionDigits: maximumPlaces,
      }),
    }),
    /** Bytes in decimal units, as storage is sold. */
    bytes: (bytes: number): string => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
      const unit = units[step] ?? 'byte';
      return numbers({
        style: 'unit',
        unit,
        // Abbreviated units have no plural; a byte is written out.
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step === 0 ? 0 : 1,
      }).format(bytes / 1000 ** step);
    },
    /** A calendar day; days have no time zone. */
    day: (value: string): string => day(value, { dateStyle: 'medium' }),
    /** First and last day of a period, without saying twice what they share: "1–22 Nov 2026". */
    days: (first: string, last: string): string =>
      date({ dateStyle: 'medium', timeZone: 'UTC' }).formatRange(midnight(first), midnight(last)),
    dayShort: (value: string): string => day(value, { day: 'numeric', month: 'short' }),
    month: (value: string): string => day(value, { month: 'short', year: 'numeric' }),
    /** An instant in the member's time zone; the full form says which. */
    instant: (value: string): Written => ({
      text: date({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(value)),
      full: date({ dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date(value)),
    }),
    /** How long ago, in the largest unit that fits. */
    ago: (value: string, now: Date): string => {
      const seconds = Math.round((new Date(value).getTime() - now.getTime()) / 1000);
      const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
        Math.trunc(seconds / length),
        unit,
      );
    },
    list: (values: readonly string[]): string =>
      new Intl.ListFormat(locale, { type: 'conjunction' }).format(values),
    collator: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }),
  };
};

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

export type Formats = ReturnType<typeof createFormats>;

const memo = <T>(make: (key: string) => T): ((key: string) => T) => {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
};
