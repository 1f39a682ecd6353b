import { applyScenario } from '../engines/commitments/apply/apply-scenario.ts';
import { checkJson } from '../shared/check-json.ts';
import { type ApplyResult, applyScenarioSchema } from '../shared/commitments/apply.ts';
import { readExactJson } from './exact-json.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

/**
 * Reads a scenario and applies its commitments.
 *
 * @throws AppError `invalid_input` naming the file and the JSON path
 */
export const applyFile = async (path: string, io: CommandIo): Promise<ApplyResult> => {
  await requireFile(path, 'Check the path.');
  const file = inputFile(path, io.stdin);
  const scenario = checkJson(
    file.label,
    '$',
    applyScenarioSchema,
    await readExactJson(file),
    'The fields are in docs/commitments-apply.md.',
  );
  return applyScenario(scenario);
};
