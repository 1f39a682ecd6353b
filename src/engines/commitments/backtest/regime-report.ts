import type { GrowingSolver } from '../../../shared/solver.ts';
import { instantOf } from '../demand/demand.ts';
import type { Regime } from '../demand/regimes.ts';
import { offerOf } from './offer.ts';
import { findOptimum } from './optimum.ts';
import { allPolicies } from './policies.ts';
import { type Outcome, savingsRate, simulate } from './simulate.ts';

/** What every policy did in one regime. */
export interface RegimeReport {
  readonly regime: Regime;
  readonly outcomes: readonly Outcome[];
  /** Undefined where nothing was used. */
  readonly optimum: number | undefined;
}

/** Runs every policy in a regime, and finds the optimum. */
export const reportRegime = async (regime: Regime, solver: GrowingSolver): Promise<RegimeReport> => {
  const offers = regime.offers.map(offerOf);
  const input = { demand: regime.demand, offers, historyHours: regime.historyHours };
  const outcomes = allPolicies(offers).map((maker) => simulate(maker.create(), input));
  const { savingsRate: optimum } = await findOptimum(input, { solver, reached: outcomes });
  return { regime, outcomes, optimum };
};

const percent = (share: number | undefined): string => (share === undefined ? '–' : (share * 100).toFixed(2));
const quotient = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : part / whole;

const rowOf = (outcome: Outcome): string => {
  const { covered, committed, onDemandEquivalent, remainingCostHours } = outcome;
  const lockIn = quotient(remainingCostHours, onDemandEquivalent * 730);
  return `| ${outcome.name} | ${percent(savingsRate(outcome))} | ${percent(quotient(covered, onDemandEquivalent))} | ${percent(quotient(covered, committed))} | ${lockIn === undefined ? '–' : lockIn.toFixed(2)} |`;
};

/** The section of one regime in Markdown. */
export const regimeSection = ({ regime, outcomes, optimum }: RegimeReport, picture: string): string => {
  const { name, demand, offers, historyHours } = regime;
  const offered = offers
    .map(({ id, discount }) => `${id} (${(Number(discount) * 100).toFixed(0)} %)`)
    .join(', ');
  const from = instantOf(demand, historyHours).toISOString().slice(0, 10);
  return [
    `## ${name}`,
    `${demand.series.length} series, offered: ${offered}; evaluated from ${from} on.`,
    '',
    `![${name}: demand, and what trimtab held](${picture})`,
    '',
    '| policy | ESR % | coverage % | utilisation % | lock-in, months |',
    '|---|--:|--:|--:|--:|',
    ...outcomes.map(rowOf),
    `| *optimum* | ${percent(optimum)} | | | |`,
    '',
  ].join('\n');
};
