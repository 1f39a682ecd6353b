import { type Import, type ImportDetail, importStateSchema } from '../../../shared/imports/contract.ts';

/** How an import went, as people judge it: what came in only in part, or shrank a period, is no plain success. */
export const outcomes = [...importStateSchema.options, 'partly', 'shrunk'] as const;
export type Outcome = (typeof outcomes)[number];

/** What the list knows of an import; its report knows as well what shrank. */
export type Judged = Pick<Import, 'state' | 'rowsRejected'> & Partial<Pick<ImportDetail, 'shrunk'>>;

/** A state, made more precise where `imported` alone would promise too much. */
export const outcomeOf = ({ state, rowsRejected, shrunk = [] }: Judged): Outcome => {
  if (state !== 'imported') return state;
  if ((rowsRejected ?? 0) > 0) return 'partly';
  return shrunk.length > 0 ? 'shrunk' : 'imported';
};
