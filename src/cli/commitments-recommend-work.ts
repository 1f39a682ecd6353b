import { recommend } from '../engines/commitments/planner/recommendation.ts';
import {
  existingCommitmentsSchema,
  type Recommendation,
  recommendRulesSchema,
} from '../shared/commitments/recommend.ts';
import { AppError } from '../shared/errors.ts';
import { readDemand } from './commitments-backtest-demand.ts';
import { readJsonFile, readOffers, requireOneStdin } from './commitments-backtest-input.ts';
import { createProgress } from './progress.ts';
import type { CommandIo } from './run-command.ts';

export interface RecommendOptions {
  readonly demand: string;
  readonly offers: string;
  readonly existing?: string | undefined;
  readonly policy?: string | undefined;
}

/**
 * Reads demand, offers, what is held and rules, and plans what to buy at the end of the demand.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const recommendPurchases = async (
  options: RecommendOptions,
  io: CommandIo,
  signal: AbortSignal,
): Promise<Recommendation> => {
  requireOneStdin([options.demand, options.offers, options.existing, options.policy]);
  const progress = createProgress(io);
  try {
    const offers = await readOffers(options.offers, io);
    const existing =
      options.existing === undefined
        ? []
        : await readJsonFile(options.existing, existingCommitmentsSchema, io);
    const rules =
      options.policy === undefined ? {} : await readJsonFile(options.policy, recommendRulesSchema, io);
    const named = [...(rules.offers ?? []), ...(rules.quotas ?? []).map(({ offer }) => offer)];
    const unknown = named.find((id) => !offers.some((offer) => offer.id === id));
    if (unknown !== undefined) {
      throw new AppError('invalid_input', {
        detail: `${options.policy}, $: found the offer "${unknown}"; expected one of ${offers.map(({ id }) => id).join(', ')}.`,
        fix: 'Name offers by their id.',
      });
    }
    const demand = await readDemand(options.demand, io, progress, signal);
    progress.show('Planning');
    return recommend({ demand, offers, existing, rules });
  } finally {
    progress.clear();
  }
};
