import type { AwsCommitment, AwsLine } from '../../../shared/commitments/apply.ts';
import { createReservedInstances } from './aws-reserved.ts';
import { familyOf } from './instance-size.ts';
import { orderByRate, type PlanLine } from './plan-order.ts';
import {
  type Candidates,
  type Capacity,
  createCandidateLists,
  type Pass,
  type Programme,
} from './programme.ts';
import type { Divisor } from './quotient.ts';
import { parseUnits, unitsAt } from './units.ts';

/** The candidates of a commitment: for its owner's account, then for all. */
interface Turns {
  readonly own: Candidates;
  /** The owner's lines stand in it too: a commitment that has something left has left nothing of them. */
  readonly everyone: Candidates;
}

const entries = (lines: readonly PlanLine[]): Iterable<readonly [number, Divisor]> =>
  lines.map(({ line, rate }) => [line, rate] as const);

type SavingsPlan = Exclude<AwsCommitment, { readonly kind: 'reservedInstance' }>;

const createSavingsPlans = (lines: readonly AwsLine[], ratePlaces: number) => {
  const compute = orderByRate(lines, 'computeSavingsPlan', ratePlaces);
  const ofFamilies = Map.groupBy(
    orderByRate(lines, 'ec2InstanceSavingsPlan', ratePlaces).filter(
      ({ line }) => lines[line]?.service === 'ec2',
    ),
    ({ line }) => JSON.stringify([familyOf(lines[line]?.instanceType ?? ''), lines[line]?.region]),
  );
  const eligibleFor = (plan: SavingsPlan): { readonly key: string; readonly lines: readonly PlanLine[] } => {
    if (plan.kind === 'computeSavingsPlan') return { key: 'compute', lines: compute };
    const key = JSON.stringify([plan.family.toLowerCase(), plan.region]);
    return { key: `family ${key}`, lines: ofFamilies.get(key) ?? [] };
  };
  return {
    eligibleFor,
    capacityOf: (plan: SavingsPlan): Capacity => ({
      hourly: unitsAt(parseUnits(plan.hourlyCommitment), ratePlaces),
      ownWeight: undefined,
    }),
  };
};

const stepOf = (commitment: AwsCommitment): number => {
  if (commitment.kind === 'reservedInstance') return commitment.scope === 'zonal' ? 0 : 1;
  return commitment.kind === 'ec2InstanceSavingsPlan' ? 2 : 3;
};

/**
 * The turns of AWS: zonal reserved instances, regional ones, EC2 Instance Savings Plans, Compute Savings Plans; in
 * each step every commitment serves its owner's account before leftovers serve the others, in the order given.
 * Source: AWS, "How Savings Plans apply to your AWS usage", "How Reserved Instance discounts are applied".
 */
export const compileAws = (
  lines: readonly AwsLine[],
  commitments: readonly AwsCommitment[],
  ratePlaces: number,
): Programme => {
  const lists = createCandidateLists();
  const plans = createSavingsPlans(lines, ratePlaces);
  const reserved = createReservedInstances(lines);
  const turnsOf = (commitment: AwsCommitment): Turns => {
    const eligible =
      commitment.kind === 'reservedInstance'
        ? reserved.eligibleFor(commitment)
        : plans.eligibleFor(commitment);
    const isOwn = ({ account }: PlanLine): boolean => account === commitment.account;
    return {
      own: lists.get(JSON.stringify([eligible.key, commitment.account]), () =>
        entries(eligible.lines.filter(isOwn)),
      ),
      everyone: lists.get(eligible.key, () => entries(eligible.lines)),
    };
  };
  const turns = commitments.map((commitment, index) => ({
    index,
    step: stepOf(commitment),
    ...turnsOf(commitment),
  }));
  const passes = [0, 1, 2, 3].flatMap((step): readonly Pass[] => {
    const ofStep = turns.filter((turn) => turn.step === step);
    return [
      ...ofStep.map(({ index, own }) => ({ commitment: index, candidates: own })),
      ...ofStep.map(({ index, everyone }) => ({ commitment: index, candidates: everyone })),
    ];
  });
  const capacities = commitments.map((commitment) =>
    commitment.kind === 'reservedInstance' ? reserved.capacityOf(commitment) : plans.capacityOf(commitment),
  );
  return { passes, capacities, listCount: lists.count() };
};
