import { z } from 'zod';
import { benchmarkSchema } from '../../../shared/commitments/metrics.ts';
import data from './benchmarks.json' with { type: 'json' };

/** Figures of other organisations to show beside one's own; dated, with their source. */
export const benchmarks = z
  .object({ source: z.string().max(2000), readOn: z.iso.date(), benchmarks: z.array(benchmarkSchema) })
  .parse(data);
