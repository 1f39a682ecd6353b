import { type Mix, planMix } from '../engines/licences/mix/mix.ts';
import { defaultMixPolicy, type MixPolicy, mixPolicySchema } from '../engines/licences/mix/mix-policy.ts';
import { createHighs } from '../platform/solver/highs.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { daySchema } from '../shared/time.ts';
import { type AuditOptions, openFile, readText, withFacts } from './licences-audit-work.ts';
import type { CommandIo } from './run-command.ts';

export interface MixOptions extends AuditOptions {
  readonly planFor?: string | undefined;
}

const readMixPolicy = async (path: string | undefined, io: CommandIo): Promise<MixPolicy> => {
  if (path === undefined) return defaultMixPolicy;
  const file = await openFile(path, io);
  const given = parseJson(file.label, '$', await readText(file));
  return checkJson(
    file.label,
    '$',
    mixPolicySchema,
    given,
    'The names of a mix policy are in docs/licences-mix.md.',
  );
};

const checkDay = ({ asOf, planFor }: MixOptions): void => {
  if (planFor === undefined) return;
  const isDay = daySchema.safeParse(planFor).success;
  if (isDay && planFor >= asOf) return;
  throw new AppError('invalid_input', {
    detail: `--plan-for: found "${planFor}", expected ${isDay ? `${asOf} (--as-of) or later` : 'a day such as 2026-08-01'}.`,
    fix: 'Give the day from which the plan is to hold, such as that of the next renewal.',
  });
};

/**
 * Reads an export with its prices and policies and plans the cheapest mix.
 *
 * @throws AppError `invalid_input` naming file and place, and as `planMix`
 */
export const mixFolder = async (folder: string, options: MixOptions, io: CommandIo): Promise<Mix> => {
  checkDay(options);
  const mixPolicy = await readMixPolicy(options.mixPolicy, io);
  const work = async (facts: Parameters<Parameters<typeof withFacts<Mix>>[4]>[0]): Promise<Mix> =>
    planMix({ ...facts, mixPolicy, planFor: options.planFor, solver: await createHighs() });
  return withFacts(folder, options, io, 'Searching the cheapest mix', work);
};
