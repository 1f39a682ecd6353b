import type { ExportTable } from '../../platform/export/table.ts';
import type { InputOf } from '../../shared/endpoint.ts';
import type { exportCosts } from '../../shared/explorer/contract.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { chargesTable, resourcesTable } from './export-lists.ts';
import { seriesTable } from './export-series.ts';

type ExportQuery = InputOf<typeof exportCosts>['query'];

/**
 * The table of an export; rows of lists are read while they are written.
 * @throws AppError invalid_input when the table would be wider than a sheet
 */
export const exportTable = async (
  questions: CostQuestions,
  live: LiveFiles,
  query: ExportQuery,
  signal: AbortSignal,
): Promise<ExportTable> => {
  if (query.content === 'resources') return resourcesTable(questions, live, query, signal);
  if (query.content === 'charges') return chargesTable(questions, live, query, signal);
  return seriesTable(questions, live, query, signal);
};

/** `costs-series-2026-01-01-to-2026-01-31-made-2026-02-03.csv`: first and last day, both in the file. */
export const fileNameOf = ({ content, format, from, to }: ExportQuery, now: Date): string =>
  `costs-${content}-${from.slice(0, 10)}-to-${lastDayOf(to)}-made-${now.toISOString().slice(0, 10)}.${format}`;

/** The last day (UTC) before an exclusive end. */
const lastDayOf = (end: string): string => new Date(new Date(end).getTime() - 1).toISOString().slice(0, 10);
