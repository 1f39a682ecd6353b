import { expect, test } from 'vitest';
import { questionSchema } from '../../shared/explorer/question.ts';
import { fileNameOf } from './export.ts';

test('an export is named after its first and last day, not after the day that follows', () => {
  const question = questionSchema.parse({ from: '2026-11-01T00:00:00Z', to: '2026-11-23T00:00:00Z' });
  expect(
    fileNameOf({ ...question, content: 'series', format: 'csv' }, new Date('2026-11-22T12:00:00Z')),
  ).toBe('costs-series-2026-11-01-to-2026-11-22-made-2026-11-22.csv');
});
