import { z } from 'zod';

/** Why a file is refused as a whole, as `meta.refusal` of the error says it to programs and to the console. */
export const fileRefusals = ['unknown-format', 'damaged', 'empty', 'foreign', 'delimiter'] as const;
export type FileRefusal = (typeof fileRefusals)[number];

/** What the error of a refused file carries; a format that is unknown names the nearest one and what it lacks. */
export const fileRefusalSchema = z.object({
  refusal: z.enum(fileRefusals),
  file: z.string().max(1000),
  nearest: z.string().max(100).optional(),
  missing: z.array(z.string().max(400)).max(1000).optional(),
});
