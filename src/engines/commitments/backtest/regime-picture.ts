import { dayHours } from '../calendar.ts';
import { totalOf } from '../demand/demand.ts';
import type { RegimeReport } from './regime-report.ts';
import type { Outcome } from './simulate.ts';

const width = 720;
const height = 220;
const margin = 36;

/** What a policy held, by day, over all pools. */
const heldByDay = (outcome: Outcome, terms: readonly number[], days: number): Float64Array => {
  const changes = new Float64Array(days + 1);
  for (const { hour, offer, quantity } of outcome.purchases) {
    const from = Math.floor(hour / dayHours);
    const to = Math.min(days, Math.floor((hour + (terms[offer] ?? 0)) / dayHours));
    changes[from] = (changes[from] ?? 0) + quantity;
    changes[to] = (changes[to] ?? 0) - quantity;
  }
  let held = 0;
  return Float64Array.from({ length: days }, (_, day) => {
    held += changes[day] ?? 0;
    return Math.max(0, held);
  });
};

const byDay = (hourly: Float64Array): Float64Array =>
  Float64Array.from({ length: Math.floor(hourly.length / dayHours) }, (_, day) => {
    const own = hourly.subarray(day * dayHours, (day + 1) * dayHours);
    return own.reduce((sum, each) => sum + each, 0) / dayHours;
  });

const line = (values: Float64Array, top: number): string =>
  Array.from(values, (value, day) => {
    const x = margin + ((width - 2 * margin) * day) / Math.max(1, values.length - 1);
    const y = height - margin - ((height - 2 * margin) * value) / top;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  })
    .filter((_, day) => day % 3 === 0)
    .join(' ');

/** Demand by day, and what `trimtab` and the simplest policy held for it, as an SVG. */
export const regimePicture = ({ regime, outcomes }: RegimeReport): string => {
  const demand = byDay(totalOf(regime.demand));
  const terms = regime.offers.map(({ termHours }) => termHours);
  const heldBy = (name: string): Float64Array => {
    const outcome = outcomes.find((each) => each.name === name);
    return outcome ? heldByDay(outcome, terms, demand.length) : new Float64Array();
  };
  const ours = heldBy('trimtab');
  const daily = heldBy('daily-14d');
  const top = 1.05 * Math.max(1e-9, ...demand, ...ours, ...daily);
  const start = margin + ((width - 2 * margin) * regime.historyHours) / regime.demand.hours;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${regime.name}: demand, and what policies held" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<rect x="${margin}" y="${margin}" width="${(start - margin).toFixed(1)}" height="${height - 2 * margin}" fill="#f2f2f2"/>`,
    `<polyline points="${line(demand, top)}" fill="none" stroke="#8a8a8a" stroke-width="1"/>`,
    `<polyline points="${line(daily, top)}" fill="none" stroke="#c4651a" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    `<polyline points="${line(ours, top)}" fill="none" stroke="#0f548c" stroke-width="2"/>`,
    `<line x1="${margin}" y1="${height - margin}" x2="${width - margin}" y2="${height - margin}" stroke="#444"/>`,
    `<text x="${margin}" y="${margin - 12}" fill="#6b6b6b">demand</text>`,
    `<text x="${margin + 60}" y="${margin - 12}" fill="#0f548c">held by trimtab</text>`,
    `<text x="${margin + 160}" y="${margin - 12}" fill="#c4651a">held by daily-14d (dashed)</text>`,
    `<text x="${margin}" y="${height - margin + 16}" fill="#444">history</text>`,
    `<text x="${start.toFixed(1)}" y="${height - margin + 16}" fill="#444">evaluated</text>`,
    `<text x="${width - margin}" y="${margin - 12}" fill="#444" text-anchor="end">top of scale: ${top.toFixed(0)} an hour</text>`,
    '</svg>',
    '',
  ].join('\n');
};
