import type { z } from 'zod';
import { type Offer, offerOf } from '../engines/commitments/backtest/offer.ts';
import { allPolicies, builtInPolicy } from '../engines/commitments/backtest/policies.ts';
import type { PolicyMaker } from '../engines/commitments/backtest/policy.ts';
import { topUp } from '../engines/commitments/backtest/top-up.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import {
  type BuiltInPolicyName,
  builtInPolicyNames,
  commitmentOffersSchema,
  policyFileSchema,
} from '../shared/commitments/backtest.ts';
import { AppError } from '../shared/errors.ts';
import { readText } from './input-text.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

const guide = 'The fields are in docs/commitments.md.';

/** Reads a JSON document and checks it. Errors name the file and the path in it. */
export const readJsonFile = async <T extends z.ZodType>(
  path: string,
  schema: T,
  io: CommandIo,
): Promise<z.output<T>> => {
  await requireFile(path, 'Check the path.');
  const file = inputFile(path, io.stdin);
  return checkJson(file.label, '$', schema, parseJson(file.label, '$', await readText(file)), guide);
};

/** Refuses standard input as the source of two things. */
export const requireOneStdin = (paths: readonly (string | undefined)[]): void => {
  if (paths.filter((path) => path === '-').length < 2) return;
  throw new AppError('invalid_input', {
    detail: 'standard input (-): Named more than once; it can be read only once.',
    fix: 'Name it once, or give files.',
  });
};

export const readOffers = async (path: string, io: CommandIo): Promise<readonly Offer[]> =>
  (await readJsonFile(path, commitmentOffersSchema, io)).map(offerOf);

const isBuiltIn = (name: string): name is BuiltInPolicyName =>
  builtInPolicyNames.some((known) => known === name);

/** The policies to run: all, one by its name, or one from a file. */
export const choosePolicies = async (
  wanted: string | undefined,
  offers: readonly Offer[],
  io: CommandIo,
): Promise<readonly PolicyMaker[]> => {
  if (wanted === undefined) return allPolicies(offers);
  if (isBuiltIn(wanted)) return [builtInPolicy(wanted)];
  const variant = allPolicies(offers).find(({ name }) => name === wanted);
  if (variant !== undefined) return [variant];
  if (!wanted.includes('.') && !wanted.includes('/') && wanted !== '-') {
    throw new AppError('invalid_input', {
      detail: `--policy: found "${wanted}"; expected ${builtInPolicyNames.join(', ')}, or a JSON file.`,
      fix: guide,
    });
  }
  const rules = await readJsonFile(wanted, policyFileSchema, io);
  const unknown = rules.offers?.find((id) => !offers.some((offer) => offer.id === id));
  if (unknown !== undefined) {
    throw new AppError('invalid_input', {
      detail: `${wanted}, $.offers: found "${unknown}"; expected the id of an offer.`,
      fix: `Known are ${offers.map(({ id }) => id).join(', ')}.`,
    });
  }
  return [topUp(rules)];
};
