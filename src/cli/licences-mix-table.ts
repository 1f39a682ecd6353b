import type { Mix, MixAssignment } from '../engines/licences/mix/mix.ts';
import type { ExportTable } from '../platform/export/table.ts';
import type { MixResult } from '../shared/licences/mix-result.ts';
import { Exact, formatDecimal } from '../shared/money.ts';

const columns = [
  { header: 'User', kind: 'text' },
  { header: 'User id', kind: 'text' },
  { header: 'Today', kind: 'text' },
  { header: 'Planned', kind: 'text' },
  { header: 'Kept', kind: 'text' },
  { header: 'Changes', kind: 'text' },
  { header: 'Class', kind: 'count' },
  { header: 'Needs', kind: 'text' },
  { header: 'Monthly today', kind: 'number' },
  { header: 'Monthly planned', kind: 'number' },
  { header: 'Currency', kind: 'text' },
  { header: 'Planned from', kind: 'day' },
] as const;

const batchRows = 1000;

/** What the whole class shares: users of one class have the same licences, at the price of a seat. */
const ofClass = (result: MixResult, place: number): readonly (string | null)[] => {
  const { currency, planFor } = result;
  const found = result.classes[place];
  if (!found) return [null, null, null, currency, planFor];
  const { users, summary, monthlyFrom, monthlyTo } = found;
  const each = (sum: string): string => formatDecimal(new Exact(sum).dividedBy(users).toDecimalPlaces(10), 2);
  return [summary, each(monthlyFrom), each(monthlyTo), currency, planFor];
};

const row = ({ result }: Mix, { userId, label, class: place, from, to, kept }: MixAssignment) => [
  label,
  userId,
  from.join(' + '),
  to.join(' + '),
  kept.join(' + '),
  from.join(' ') === to.join(' ') ? 'no' : 'yes',
  String(place + 1),
  ...ofClass(result, place),
];

async function* batches(mix: Mix): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  let rows: (readonly (string | null)[])[] = [];
  for (const assignment of mix.assignments()) {
    rows.push(row(mix, assignment));
    if (rows.length < batchRows) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

/** What each user has and gets, for CSV and XLSX. */
export const assignmentsTable = (mix: Mix): ExportTable => ({
  name: 'Licences',
  columns,
  batches: batches(mix),
});
