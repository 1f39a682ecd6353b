import type { Formats, Written } from '../format/formats.ts';

/** What the values of a chart are. */
export type ChartUnit =
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'quantity'; readonly unit?: string }
  | { readonly kind: 'percent' };

/** A value in full, for hovering and tables. */
export const writeValue = (formats: Formats, unit: ChartUnit, value: string): Written => {
  if (unit.kind === 'money') return formats.money(value, unit.currency);
  if (unit.kind === 'percent') return formats.percent(value);
  return formats.quantity(value, unit.unit);
};

/** A tick of the axis, as short as it can be. */
export const writeTick = (locale: string, unit: ChartUnit): ((value: number) => string) => {
  const options: Intl.NumberFormatOptions =
    unit.kind === 'money'
      ? { style: 'currency', currency: unit.currency, notation: 'compact', maximumFractionDigits: 1 }
      : unit.kind === 'percent'
        ? { style: 'percent', maximumFractionDigits: 0 }
        : { notation: 'compact', maximumFractionDigits: 1 };
  const format = new Intl.NumberFormat(locale, options);
  return (value) => format.format(value);
};
