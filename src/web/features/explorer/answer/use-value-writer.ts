import { useCallback } from 'react';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { writeValue } from '../../../ui/chart/chart-unit.ts';
import type { Written } from '../../../ui/format/formats.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { unitOf } from './answer-chart.ts';

/** Writes values of an answer: money, a quantity with its unit, or a price. */
export const useValueWriter = (answer: CostsAnswer): ((value: string) => Written) => {
  const formats = useFormats();
  return useCallback((value) => writeValue(formats, unitOf(answer), value), [formats, answer]);
};
