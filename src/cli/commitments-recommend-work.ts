import type { Demand } from '../engines/commitments/demand/demand.ts';
import { recommend } from '../engines/commitments/planner/recommendation.ts';
import { shown } from '../shared/check-json.ts';
import {
  existingCommitmentsSchema,
  type Recommendation,
  type RecommendRules,
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

/** Series that a message names. */
const mostNamed = 20;

/** An event of a series that has no demand would change nothing, which nobody means who writes one. */
const refuseUnknownSeries = (
  options: RecommendOptions,
  { events = [] }: RecommendRules,
  demand: Demand,
): void => {
  const index = events.findIndex(({ series }) => series != null && !demand.series.includes(series));
  if (index === -1) return;
  const known = demand.series.slice(0, mostNamed).join(', ');
  throw new AppError('invalid_input', {
    detail: `${options.policy}, $.events[${index}].series: found ${shown(events[index]?.series)}; expected a series of ${options.demand}.`,
    fix: `Known are ${known}${demand.series.length > mostNamed ? ', …' : ''}.`,
  });
};

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
    refuseUnknownSeries(options, rules, demand);
    progress.show('Planning');
    return recommend({ demand, offers, existing, rules });
  } finally {
    progress.clear();
  }
};
