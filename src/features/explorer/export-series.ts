import type { ExportColumn, ExportRow, ExportTable } from '../../platform/export/table.ts';
import { sheetColumns } from '../../platform/export/xlsx.ts';
import { AppError } from '../../shared/errors.ts';
import type { CostsAnswer } from '../../shared/explorer/contract.ts';
import { dimensionLabels, tagKeyOf } from '../../shared/explorer/dimensions.ts';
import type { Question } from '../../shared/explorer/question.ts';
import { bucketsOf, seriesThatFit } from './buckets.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { answerCosts } from './costs.ts';
import { spanOf } from './scope.ts';

const number = (header: string): ExportColumn => ({ header, kind: 'number' });
const text = (header: string): ExportColumn => ({ header, kind: 'text' });

const headerOf = (dimension: Question['groupBy'][number]): string => {
  const key = tagKeyOf(dimension);
  return key === undefined ? dimensionLabels[dimension as keyof typeof dimensionLabels] : `Tag ${key}`;
};

/**
 * All series of a question as a table: one row each, one column for each step; the last rows are what did not
 * fit, together, and the total.
 * @throws AppError invalid_input when it would be wider than a sheet
 */
export const seriesTable = async (
  questions: Pick<CostQuestions, 'costSeries' | 'consumedUnits'>,
  live: LiveFiles,
  query: Question,
  signal: AbortSignal,
): Promise<ExportTable> => {
  const limit = seriesThatFit(bucketsOf(spanOf(query), query.granularity, 1).length);
  const answer = await answerCosts(questions, live, { ...query, limit }, signal);
  const unit = [answer.currency, answer.unit].filter(Boolean).join(' / ');
  const compared = answer.previousPeriod !== null;
  const columns = [
    ...query.groupBy.map((dimension) => text(headerOf(dimension))),
    text(query.measure === 'usage' ? 'Unit' : 'Currency'),
    number('Total'),
    ...(compared ? [number('Previous'), number('Change'), number('Change fraction')] : []),
    number('Share'),
    ...(query.granularity === 'none' ? [] : answer.buckets.map((bucket) => number(bucket.from))),
  ];
  if (columns.length > sheetColumns) {
    throw new AppError('invalid_input', {
      detail: `The table has ${columns.length} columns; a sheet holds ${sheetColumns}.`,
      fix: 'Export longer steps or a shorter period.',
    });
  }
  return { name: 'Costs', columns, batches: once(seriesRows(answer, query, unit, compared)) };
};

const seriesRows = (answer: CostsAnswer, query: Question, unit: string, compared: boolean): ExportRow[] => {
  const row = (
    key: readonly (string | null)[],
    part: CostsAnswer['total'],
    share: string | null,
  ): ExportRow => [
    ...query.groupBy.map((_, index) => key[index] ?? null),
    unit,
    part.total,
    ...(compared ? [part.previous, part.change?.amount ?? null, part.change?.fraction ?? null] : []),
    share,
    ...(query.granularity === 'none' ? [] : part.points),
  ];
  const { series, other, total } = answer;
  return [
    ...series.map((each) => row(each.key, each, each.share)),
    ...(other ? [row([`(${other.count} others)`], other, other.share)] : []),
    row(query.groupBy.length > 0 ? ['(total)'] : [], total, total.total === null ? null : '1'),
  ];
};

async function* once(rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
  yield rows;
}
