import type { Mix, MixAssignment } from '../engines/licences/mix/mix.ts';
import type { ExportTable } from '../platform/export/table.ts';

const columns = [
  { header: 'User', kind: 'text' },
  { header: 'User id', kind: 'text' },
  { header: 'Today', kind: 'text' },
  { header: 'Planned', kind: 'text' },
  { header: 'Kept', kind: 'text' },
  { header: 'Changes', kind: 'text' },
  { header: 'Class', kind: 'number' },
  { header: 'Needs', kind: 'text' },
] as const;

const batchRows = 1000;

const row = ({ result }: Mix, { userId, label, class: place, from, to, kept }: MixAssignment) => [
  label,
  userId,
  from.join(' + '),
  to.join(' + '),
  kept.join(' + '),
  from.join(' ') === to.join(' ') ? 'no' : 'yes',
  String(place + 1),
  result.classes[place]?.summary ?? '',
];

async function* batches(mix: Mix): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  let rows: (readonly string[])[] = [];
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
