import type { GoogleCommitment, GoogleLine } from '../../../shared/commitments/apply.ts';
import type { GoogleCommitmentKind } from '../../../shared/commitments/apply-google.ts';
import { orderByRate, type PlanLine } from './plan-order.ts';
import { type Candidates, type Capacity, createCandidateLists, type Programme } from './programme.ts';
import { divisorOf } from './quotient.ts';
import { parseUnits, unitsAt } from './units.ts';

type ResourceCommitment = Extract<GoogleCommitment, { readonly kind: 'resourceCommitment' }>;

const one = divisorOf(1n);

const resourceKey = ({ account, region, resource }: GoogleLine | ResourceCommitment): string =>
  JSON.stringify(['resource', account, region, resource]);

/** Usage by project, region and resource: the dearest first, among equals in the order given. */
const byResource = (
  lines: readonly GoogleLine[],
  ratePlaces: number,
): ReadonlyMap<string, readonly PlanLine[]> => {
  const priced = lines.map((usage, line) => ({
    key: resourceKey(usage),
    rate: unitsAt(parseUnits(usage.onDemandRate), ratePlaces),
    line: { line, account: usage.account, rate: one },
  }));
  priced.sort((left, right) => (left.rate > right.rate ? -1 : left.rate < right.rate ? 1 : 0));
  return new Map(
    Array.from(
      Map.groupBy(priced, ({ key }) => key),
      ([key, members]) => [key, members.map(({ line }) => line)],
    ),
  );
};

const capacityOf = (commitment: GoogleCommitment, ratePlaces: number): Capacity => {
  if (commitment.kind === 'flexibleCommitment') {
    return { hourly: unitsAt(parseUnits(commitment.hourlyCommitment), ratePlaces), ownWeight: undefined };
  }
  const { units, places } = parseUnits(commitment.quantity);
  return { hourly: units, ownWeight: divisorOf(10n ** BigInt(places)) };
};

/**
 * The turns of Google: resource commitments in their project and region, then flexible ones, or the other way round.
 * Source: Google Cloud, "Resource-based committed use discounts", "Compute flexible committed use discounts".
 */
export const compileGoogle = (
  lines: readonly GoogleLine[],
  commitments: readonly GoogleCommitment[],
  options: { readonly ratePlaces: number; readonly order?: readonly GoogleCommitmentKind[] | undefined },
): Programme => {
  const { ratePlaces, order = ['resourceCommitment', 'flexibleCommitment'] } = options;
  const lists = createCandidateLists();
  const flexible = orderByRate(lines, 'flexible', ratePlaces);
  const resources = byResource(lines, ratePlaces);
  const list = (key: string, members: readonly PlanLine[], weightPlaces = 0): Candidates =>
    lists.get(key, () => {
      const scaled = divisorOf(10n ** BigInt(weightPlaces));
      return members.map(({ line, rate }) => [line, weightPlaces === 0 ? rate : scaled] as const);
    });
  const candidatesOf = (commitment: GoogleCommitment): Candidates => {
    if (commitment.kind === 'flexibleCommitment') return list('flexible', flexible);
    const key = resourceKey(commitment);
    const { places } = parseUnits(commitment.quantity);
    return list(JSON.stringify([key, places]), resources.get(key) ?? [], places);
  };
  const turns = commitments.map((commitment, index) => ({
    index,
    kind: commitment.kind,
    candidates: candidatesOf(commitment),
  }));
  return {
    passes: order.flatMap((kind) =>
      turns
        .filter((turn) => turn.kind === kind)
        .map(({ index, candidates }) => ({ commitment: index, candidates })),
    ),
    capacities: commitments.map((commitment) => capacityOf(commitment, ratePlaces)),
    listCount: lists.count(),
  };
};
