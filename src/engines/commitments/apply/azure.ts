import type { AzureCommitment, AzureLine } from '../../../shared/commitments/apply.ts';
import { orderByRate, type PlanLine } from './plan-order.ts';
import {
  type Candidates,
  type Capacity,
  createCandidateLists,
  type Pass,
  type Programme,
} from './programme.ts';
import { divisorOf } from './quotient.ts';
import { parseUnits, unitsAt } from './units.ts';

type Reservation = Extract<AzureCommitment, { readonly kind: 'reservation' }>;
type Ratios = ReadonlyMap<string, bigint>;

/** Ratios as whole numbers of a common power of ten; without a group, the own size alone. */
const ratiosOf = ({ size, ratioGroup = { [size]: '1' } }: Reservation): Ratios => {
  const parsed = Object.entries(ratioGroup).map(
    ([name, text]) => [name.toLowerCase(), parseUnits(text)] as const,
  );
  const places = parsed.reduce((most, [, ratio]) => Math.max(most, ratio.places), 0);
  return new Map(parsed.map(([name, ratio]) => [name, unitsAt(ratio, places)]));
};

/**
 * Sizes of the group in the region: the smallest first, of a size the dearest first, then in the order given. Microsoft
 * documents no order; this one does not depend on that of the input.
 */
const linesOf = (
  reservation: Reservation,
  lines: readonly AzureLine[],
  { ratios, ratePlaces }: { readonly ratios: Ratios; readonly ratePlaces: number },
): readonly PlanLine[] => {
  const weights = new Map(Array.from(ratios, ([size, ratio]) => [size, divisorOf(ratio)]));
  const fitting = lines.flatMap(({ service, size = '', region, account, onDemandRate }, line) => {
    const rate = weights.get(size.toLowerCase());
    if (service !== 'vm' || rate === undefined) return [];
    if (region?.toLowerCase() !== reservation.region.toLowerCase()) return [];
    return [{ line, account, rate, onDemand: unitsAt(parseUnits(onDemandRate), ratePlaces) }];
  });
  return fitting.sort((left, right) => {
    const difference = left.rate.units - right.rate.units || right.onDemand - left.onDemand;
    return difference < 0n ? -1 : difference > 0n ? 1 : left.line - right.line;
  });
};

const capacityOf = (commitment: AzureCommitment, ratePlaces: number): Capacity => {
  if (commitment.kind === 'savingsPlan') {
    return { hourly: unitsAt(parseUnits(commitment.hourlyCommitment), ratePlaces), ownWeight: undefined };
  }
  const ratio = ratiosOf(commitment).get(commitment.size.toLowerCase()) ?? 1n;
  return { hourly: BigInt(commitment.count) * ratio, ownWeight: divisorOf(ratio) };
};

/** Reservations, then plans; the narrower scope first; among plans of a scope three years before one. */
const stepOf = (commitment: AzureCommitment): number => {
  const scope = commitment.scope === 'account' ? 0 : 1;
  if (commitment.kind === 'reservation') return scope;
  return 2 + 2 * scope + (commitment.termYears === '3' ? 0 : 1);
};

/**
 * The turns of Azure. Source: Microsoft, "How a savings plan discount is applied", "How the Azure reservation
 * discount is applied to virtual machines".
 */
export const compileAzure = (
  lines: readonly AzureLine[],
  commitments: readonly AzureCommitment[],
  ratePlaces: number,
): Programme => {
  const lists = createCandidateLists();
  const planLines = orderByRate(lines, 'savingsPlan', ratePlaces);
  const candidatesOf = (commitment: AzureCommitment): Candidates => {
    const isReservation = commitment.kind === 'reservation';
    const ratios = isReservation ? ratiosOf(commitment) : new Map<string, bigint>();
    const what = isReservation ? [commitment.region.toLowerCase(), ...Array.from(ratios, String).sort()] : [];
    const account = commitment.scope === 'account' ? commitment.account : undefined;
    return lists.get(JSON.stringify([commitment.kind, account, what]), () =>
      (isReservation ? linesOf(commitment, lines, { ratios, ratePlaces }) : planLines)
        .filter((each) => account === undefined || each.account === account)
        .map(({ line, rate }) => [line, rate] as const),
    );
  };
  const turns = commitments.map((commitment, index) => ({
    step: stepOf(commitment),
    pass: { commitment: index, candidates: candidatesOf(commitment) } satisfies Pass,
  }));
  return {
    passes: turns.sort((left, right) => left.step - right.step).map(({ pass }) => pass),
    capacities: commitments.map((commitment) => capacityOf(commitment, ratePlaces)),
    listCount: lists.count(),
  };
};
