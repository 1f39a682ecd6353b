import { Exact } from '../../shared/money.ts';
import { anomalyFactor } from './anomalies.ts';
import type { Day, Month } from './calendar.ts';
import { seasonOfYear } from './company.ts';
import type { Line } from './model.ts';
import type { Random } from './random.ts';

/** Hours a day that development machines run, on weekdays only. */
const officeHours = 10;

/** Quantities are exact to a ten-thousandth of a unit. */
const places = 10_000;

/** How much a line uses on a day; undefined when nothing. Takes one number from `random` for each day asked. */
export const quantityOn = (line: Line, month: Month, day: Day, random: Random): Exact | undefined => {
  const noise = 0.94 + 0.12 * random.next();
  if (!exists(line, month, day)) return undefined;
  const units =
    line.meter.kind === 'hours'
      ? hoursOn(line, day)
      : amountOn(line, day) * noise * anomalyFactor(line, month, day.dayOfMonth);
  // Only products and sums of plain numbers up to here, which every machine rounds alike; exact from here on.
  const rounded = Math.round(units * places);
  return rounded === 0 ? undefined : new Exact(rounded).div(places);
};

const exists = (line: Line, month: Month, day: Day): boolean => {
  if (line.untilMonth !== undefined && month.index >= line.untilMonth) return false;
  if (month.index !== line.firstMonth) return month.index > line.firstMonth;
  return day.dayOfMonth >= line.firstDayOfMonth;
};

const hoursOn = ({ meter, environment, sku, tags }: Line, day: Day): number => {
  // Machines of developers are stopped outside office hours, where somebody looks after them.
  const stops = environment === 'development' && sku.subcategory === 'Virtual Machines' && tags !== undefined;
  if (!stops) return meter.perDay;
  return day.isWeekend ? 0 : (meter.perDay / 24) * officeHours;
};

const amountOn = ({ meter }: Line, day: Day): number =>
  meter.perDay *
  (1 + (meter.growthPerMonth * day.index) / 30) *
  (day.isWeekend ? meter.weekend : 1) *
  (meter.seasonal ? (seasonOfYear[day.monthOfYear - 1] ?? 1) : 1);
