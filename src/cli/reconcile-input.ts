import { ratedLinesOf } from '../engines/reconciliation/rated-lines.ts';
import { checkJson } from '../shared/check-json.ts';
import { inputError } from '../shared/input-error.ts';
import {
  type ReconciliationInput,
  ratedDocumentSchema,
  reconciliationInputSchema,
  reconciliationOfDocumentSchema,
} from '../shared/reconciliation/reconciliation.ts';
import { requireOneStdin } from './commitments-backtest-input.ts';
import { readExactJson } from './exact-json.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

const fix = 'The schema is printed by "trimtab reconcile schema"; docs/reconciliation.md explains it.';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both sides in one file; the rated one as lines, or as the document of `trimtab rate --json`. */
const bothSides = (label: string, given: unknown): ReconciliationInput => {
  if (isRecord(given) && isRecord(given.rated)) {
    const { rated, ...rest } = checkJson(label, '$', reconciliationOfDocumentSchema, given, fix);
    return { ...rest, rated: ratedLinesOf(rated) };
  }
  if (isRecord(given) && !('rated' in given)) {
    const problem = 'found nothing, expected the rated lines.';
    const remedy =
      'Give the file of the provider’s lines, and name the output of "trimtab rate --json" with --rated.';
    throw inputError(label, '$.rated', problem, remedy);
  }
  return checkJson(label, '$', reconciliationInputSchema, given, fix);
};

const providerSchema = reconciliationInputSchema.omit({ rated: true });
const linesSchema = reconciliationInputSchema.shape.rated;

/**
 * Reads what is compared: a file with both sides, or the provider's, and the rated side in a file of its own.
 *
 * @throws AppError `invalid_input` naming the file and the JSON path
 */
export const readReconciliation = async (
  path: string,
  ratedPath: string | undefined,
  io: CommandIo,
): Promise<ReconciliationInput> => {
  const paths = ratedPath === undefined ? [path] : [path, ratedPath];
  requireOneStdin(paths);
  for (const each of paths) await requireFile(each, 'Check the path.');
  const file = inputFile(path, io.stdin);
  const given = await readExactJson(file, `Correct the file. ${fix}`);
  if (ratedPath === undefined) return bothSides(file.label, given);
  if (isRecord(given) && 'rated' in given) {
    const problem = 'found rated lines here, and --rated names others.';
    throw inputError(file.label, '$.rated', problem, 'Leave one of them out.');
  }
  const provider = checkJson(file.label, '$', providerSchema, given, fix);
  const ratedFile = inputFile(ratedPath, io.stdin);
  const rated = await readExactJson(
    ratedFile,
    'Save the output of "trimtab rate --json" again, whole, or correct the file.',
  );
  return {
    ...provider,
    rated: Array.isArray(rated)
      ? checkJson(ratedFile.label, '$', linesSchema, rated, fix)
      : ratedLinesOf(
          checkJson(
            ratedFile.label,
            '$',
            ratedDocumentSchema,
            rated,
            'Give the output of "trimtab rate --json" as it is; its rate card names the currency.',
          ),
        ),
  };
};
