import { AppError } from '../../../shared/errors.ts';
import type { FileRefusal } from '../../../shared/imports/refusals.ts';
import { awsCurMapping } from './aws-cur.ts';
import { azureEaMapping } from './azure-ea.ts';
import { azureMcaMapping } from './azure-mca.ts';
import { focusMapping } from './focus.ts';
import type { Mapping } from './mapping.ts';

/** Every format that is recognised, in the order in which they are tried. */
export const mappings: readonly Mapping[] = [focusMapping, azureMcaMapping, azureEaMapping, awsCurMapping];

const mostNamesShown = 12;

const missingFrom = (mapping: Mapping, names: ReadonlySet<string>): readonly string[] =>
  mapping.signature
    .filter((alternatives) => !alternatives.some((name) => names.has(name.toLowerCase())))
    .map((alternatives) => alternatives.join(' or '));

const matches = (mapping: Mapping, names: ReadonlySet<string>): boolean =>
  missingFrom(mapping, names).length === 0 && !mapping.foreign.some((name) => names.has(name.toLowerCase()));

/**
 * The format whose identifying columns are all there. Names are compared without regard to case: Azure's portals
 * and APIs disagree about it.
 *
 * @throws AppError `invalid_input` naming the nearest format and the columns it lacks
 */
export const detectMapping = (columnNames: readonly string[], fileLabel: string): Mapping => {
  const names = new Set(columnNames.map((name) => name.toLowerCase()));
  const found = mappings.find((mapping) => matches(mapping, names));
  if (found !== undefined) return found;
  const share = (mapping: Mapping): number => missingFrom(mapping, names).length / mapping.signature.length;
  const nearest = mappings.reduce((best, mapping) => (share(mapping) < share(best) ? mapping : best));
  const missing = missingFrom(nearest, names);
  const shown = columnNames.slice(0, mostNamesShown).map((name) => (name === '' ? '(unnamed)' : name));
  const more = columnNames.length - shown.length;
  const lacks =
    missing.length === 0
      ? `it has columns that ${nearest.title} has not`
      : `the nearest is ${nearest.title}, which also needs ${missing.join(', ')}`;
  throw new AppError('invalid_input', {
    detail: `${fileLabel}, header: no known cost export has these columns (${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}); ${lacks}.`,
    fix: 'Export FOCUS 1.0 to 1.3, Azure cost details (EA or MCA), or AWS CUR 2.0.',
    meta: {
      refusal: 'unknown-format' satisfies FileRefusal,
      file: fileLabel,
      row: 0,
      found: columnNames.slice(0, 200),
      nearest: nearest.format,
      missing,
    },
  });
};
