import { z } from 'zod';
import type { JobKind } from '../../src/platform/jobs/worker.ts';

/** Kinds of job that do what a test asks of them. */
export const scriptedKind = 'test.scripted';

const subjectSchema = z.object({ script: z.string().max(100) });

export type Script = (run: Parameters<JobKind['handle']>[0]) => Promise<Record<string, unknown>>;

/** A kind whose runs follow the script that their subject names. */
export const createScriptedKind = (scripts: Readonly<Record<string, Script>>): JobKind => ({
  kind: scriptedKind,
  subject: subjectSchema,
  retryLimit: 1,
  concurrency: 2,
  handle: (run) => {
    const { script } = subjectSchema.parse(run.subject);
    const found = scripts[script];
    if (!found) throw new Error(`no script ${script}`);
    return found(run);
  },
  ended: (_subject, { state, problem }, { audit }) =>
    audit({ action: `test.${state}`, after: { detail: problem?.detail ?? null } }),
});
