import type { ApplyResult, ApplyScenario } from '../../../shared/commitments/apply.ts';
import type { HourOutcome } from './hour.ts';
import { createTotals, moneyPlaces, presentTotals } from './totals.ts';
import { formatUnits } from './units.ts';
import { type UsageHour, usageHours } from './usage-hours.ts';

type UsageResult = ApplyResult['usage'][number];
type CommitmentResult = ApplyResult['commitments'][number];

const isMoney = ({ kind }: ApplyScenario['commitments'][number]): boolean =>
  kind !== 'reservedInstance' && kind !== 'reservation' && kind !== 'resourceCommitment';

/** Writes amounts of commitments in their own unit: money for plans, else what they are made of. */
const ownUnitWriter = (scenario: ApplyScenario, outcome: HourOutcome) => {
  const padded = scenario.commitments.map((commitment) => (isMoney(commitment) ? moneyPlaces : 0));
  return (commitment: number, units: bigint): string =>
    formatUnits({ units, places: outcome.usedPlaces[commitment] ?? 0 }, padded[commitment]);
};

const presentUsage = (
  scenario: ApplyScenario,
  at: UsageHour,
  outcome: HourOutcome,
): readonly UsageResult[] => {
  const own = ownUnitWriter(scenario, outcome);
  const { places } = outcome;
  const { ratePlaces, onDemandRates } = at.application;
  const coverings = Map.groupBy(outcome.coverings, ({ line }) => line);
  return at.entries.map((entry, line): UsageResult => {
    const left = outcome.onDemand[line] ?? 0n;
    const cost = { units: left * (onDemandRates[line] ?? 0n), places: places + ratePlaces };
    return {
      id: scenario.usage[entry]?.id ?? '',
      hour: at.hour,
      onDemandQuantity: formatUnits({ units: left, places }),
      onDemandCost: formatUnits(cost, moneyPlaces),
      covered: (coverings.get(line) ?? []).map(({ commitment, quantity, used }) => ({
        commitment: scenario.commitments[commitment]?.id ?? '',
        quantity: formatUnits({ units: quantity, places }),
        commitmentUsed: own(commitment, used),
      })),
    };
  });
};

const presentCommitments = (
  scenario: ApplyScenario,
  hour: string,
  outcome: HourOutcome,
): readonly CommitmentResult[] => {
  const own = ownUnitWriter(scenario, outcome);
  return scenario.commitments.map(({ id }, index) => {
    const committed = outcome.committed[index] ?? 0n;
    const used = outcome.used[index] ?? 0n;
    return {
      id,
      hour,
      committed: own(index, committed),
      used: own(index, used),
      unused: own(index, committed - used),
    };
  });
};

/**
 * Applies commitments to usage, hour by hour, as the provider does. Usage keeps the order of the scenario;
 * commitments stand by hour. The hours are those that occur in the usage.
 */
export const applyScenario = (scenario: ApplyScenario): ApplyResult => {
  const usage: UsageResult[] = new Array(scenario.usage.length);
  const commitments: CommitmentResult[] = [];
  const totals = createTotals();
  for (const at of usageHours(scenario)) {
    const outcome = at.application.applyHour(at.quantities);
    totals.add(at.application, at.quantities, outcome);
    const presented = presentUsage(scenario, at, outcome);
    for (const [index, entry] of at.entries.entries()) {
      const line = presented[index];
      if (line !== undefined) usage[entry] = line;
    }
    for (const each of presentCommitments(scenario, at.hour, outcome)) commitments.push(each);
  }
  return { usage, commitments, totals: presentTotals(totals.value()) };
};
