import { applyScenario } from '../engines/commitments/apply/apply-scenario.ts';
import { measureApplication } from '../engines/commitments/metrics/application-metrics.ts';
import { checkJson } from '../shared/check-json.ts';
import { type ApplyResult, type ApplyScenario, applyScenarioSchema } from '../shared/commitments/apply.ts';
import type { CommitmentMeasures } from '../shared/commitments/metrics.ts';
import { unknownNames } from './commitments-apply-names.ts';
import { readExactJson } from './exact-json.ts';
import { hint } from './hint.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

const guide = 'The fields are in docs/commitments-apply.md.';

const readScenario = async (path: string, io: CommandIo): Promise<ApplyScenario> => {
  await requireFile(path, 'Check the path.');
  const file = inputFile(path, io.stdin);
  const given = await readExactJson(file, `Correct the file. ${guide}`);
  const scenario = checkJson(file.label, '$', applyScenarioSchema, given, guide);
  for (const { place, fix } of unknownNames(given, scenario)) {
    hint(io, `${file.label}, ${place}: no such name is known here; it is passed over.`, fix);
  }
  return scenario;
};

/** An application with what it measures; the measures are there where they were asked for. */
export type MeasuredApplication = ApplyResult & { readonly metrics?: CommitmentMeasures };

/**
 * Reads a scenario and applies its commitments; with `metrics`, measures them, which applies the scenario anew for each
 * fall of demand. Names that are not known are told on standard error.
 *
 * @throws AppError `invalid_input` naming the file and the JSON path
 */
export const applyFile = async (
  path: string,
  io: CommandIo,
  { metrics = false }: { readonly metrics?: boolean } = {},
): Promise<MeasuredApplication> => {
  const scenario = await readScenario(path, io);
  const result = applyScenario(scenario);
  return metrics ? { ...result, metrics: measureApplication(scenario, result) } : result;
};
