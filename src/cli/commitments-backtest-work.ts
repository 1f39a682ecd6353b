import { setImmediate } from 'node:timers/promises';
import { findOptimum } from '../engines/commitments/backtest/optimum.ts';
import { presentBacktest } from '../engines/commitments/backtest/present.ts';
import { type Outcome, simulation } from '../engines/commitments/backtest/simulate.ts';
import type { BacktestResult } from '../shared/commitments/backtest.ts';
import { AppError } from '../shared/errors.ts';
import { readDemand } from './commitments-backtest-demand.ts';
import { choosePolicies, readOffers, requireOneStdin } from './commitments-backtest-input.ts';
import { createProgress } from './progress.ts';
import type { CommandIo } from './run-command.ts';

export interface BacktestOptions {
  readonly demand: string;
  readonly offers: string;
  readonly historyHours: string;
  readonly policy?: string | undefined;
  readonly optimum?: boolean | undefined;
}

const readHistoryHours = (text: string): number => {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new AppError('invalid_input', {
    detail: `--history-hours: found "${text}"; expected a whole number of hours such as 8760.`,
    fix: 'Say how many hours at the start of the demand are history.',
  });
};

/**
 * Reads demand and offers and runs the policies over the hours after the history.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const backtest = async (
  options: BacktestOptions,
  io: CommandIo,
  signal: AbortSignal,
): Promise<BacktestResult> => {
  const historyHours = readHistoryHours(options.historyHours);
  requireOneStdin([options.demand, options.offers, options.policy]);
  const progress = createProgress(io);
  try {
    const offers = await readOffers(options.offers, io);
    const makers = await choosePolicies(options.policy, offers, io);
    const demand = await readDemand(options.demand, io, progress, signal);
    if (historyHours >= demand.hours) {
      throw new AppError('invalid_input', {
        detail: `--history-hours: found ${historyHours}; expected fewer than the ${demand.hours} hours of ${options.demand}.`,
        fix: 'Leave hours to evaluate.',
      });
    }
    const input = { demand, offers, historyHours };
    const outcomes: Outcome[] = [];
    for (const maker of makers) {
      const running = simulation(maker.create(), input);
      let turn = running.next();
      for (; !turn.done; turn = running.next()) {
        progress.show(`Running ${maker.name}`, (outcomes.length + turn.value) / makers.length);
        // The next turn of the loop: without it nobody could interrupt.
        await setImmediate();
        signal.throwIfAborted();
      }
      outcomes.push(turn.value);
    }
    if (options.optimum !== true) return presentBacktest({ demand, offers, outcomes });
    progress.show('Finding the optimum');
    // Loaded when it is wanted: the solver takes a while to start.
    const { createHighs } = await import('../platform/solver/highs.ts');
    const onProgress = (): void => signal.throwIfAborted();
    const solver = await createHighs();
    const optimum = await findOptimum(input, { solver, reached: outcomes, onProgress });
    return presentBacktest({ demand, offers, outcomes, optimum });
  } finally {
    progress.clear();
  }
};
