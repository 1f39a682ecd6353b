import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { instantSchema } from '../time.ts';
import { at, exporting, exportQuery, manage, read, tag } from './parts.ts';

const one = z.object({ connectionId: idSchema });

/** What everybody keeps, and what may be released: checked by the engine's own schema (docs/licences-mix.md). */
export const mixPolicyDocumentSchema = z.record(z.string().max(100), z.unknown());

export const getMix = endpoint({
  id: 'licences.mix',
  method: 'GET',
  path: `${at}/connections/:connectionId/mix`,
  tag,
  access: read,
  summary: 'The cheapest mix of licences that covers every need, as it was computed last',
  params: one,
  response: z.object({
    policy: mixPolicyDocumentSchema,
    /** The result (src/shared/licences/mix-result.ts); null before the first computation. */
    result: z.unknown().nullable(),
    computedAt: instantSchema.nullable(),
    /** The policy it was computed with differs from the present one, or the facts are newer. */
    isOutdated: z.boolean(),
    runId: idSchema.nullable(),
  }),
});

export const computeMix = endpoint({
  id: 'licences.mix.compute',
  method: 'POST',
  path: `${at}/connections/:connectionId/mix`,
  tag,
  access: manage,
  summary: 'Computes the cheapest mix anew, with this policy where one is given',
  params: one,
  body: z.object({ policy: mixPolicyDocumentSchema.optional() }),
  response: z.object({ runId: idSchema }),
  status: 202,
});

export const exportMix = endpoint({
  id: 'licences.mix.export',
  method: 'GET',
  path: `${at}/connections/:connectionId/mix/export`,
  tag,
  access: exporting,
  summary: 'Who would hold what: every user with today’s and the proposed SKUs, as a file',
  params: one,
  query: z.object(exportQuery),
  response: z.unknown(),
  stream: 'download',
});
