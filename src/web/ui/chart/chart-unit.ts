import { compactFormat } from '../format/compact.ts';
import type { Formats, Written } from '../format/formats.ts';

/** What the values of a chart are. */
export type ChartUnit =
  | { readonly kind: 'money'; readonly currency: string }
  /** Money for one of something; often far below a cent. */
  | { readonly kind: 'price'; readonly currency: string; readonly unit: string }
  | { readonly kind: 'quantity'; readonly unit?: string }
  | { readonly kind: 'percent' };

/** A value in full, for hovering and tables. */
export const writeValue = (formats: Formats, unit: ChartUnit, value: string): Written => {
  if (unit.kind === 'money') return formats.money(value, unit.currency);
  if (unit.kind === 'price') return formats.price(value, unit.currency, unit.unit);
  if (unit.kind === 'percent') return formats.percent(value);
  return formats.quantity(value, unit.unit);
};

/** A tick of the axis, as short as it can be. */
export const writeTick = (locale: string, unit: ChartUnit): ((value: number) => string) => {
  const short = { maximumFractionDigits: 1 } as const;
  // Below one, a fixed number of decimals would write every tick as zero.
  const digits = { maximumSignificantDigits: 2, roundingPriority: 'morePrecision' } as const;
  if (unit.kind === 'percent') {
    const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    return (value) => format.format(value);
  }
  return compactFormat(
    locale,
    unit.kind === 'quantity'
      ? { ...short, ...digits }
      : { style: 'currency', currency: unit.currency, ...short, ...digits },
  );
};
