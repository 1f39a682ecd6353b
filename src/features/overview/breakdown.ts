import { Exact, formatDecimal } from '../../shared/money.ts';
import type { Overview } from '../../shared/overview/contract.ts';
import { type CommitmentUse, fractionOf, type SeriesCell } from '../explorer/feature.ts';
import { compared } from './month.ts';

type Name = string | null;

/** A service of a provider, its cost in the month and on the same days before. */
interface Part {
  readonly providerName: Name;
  readonly serviceName: Name;
  readonly total: Exact | null;
  readonly previous: Exact | null;
}

/** Services named one by one; the rest is one line. */
const namedServices = 10;
const namedMovers = 8;

const plus = (a: Exact | null, b: Exact | null): Exact | null =>
  a === null ? b : b === null ? a : a.plus(b);
const sizeOf = (part: Pick<Part, 'total'>): Exact => (part.total ?? new Exact(0)).abs();
const moveOf = (part: Part): Exact => (part.total ?? new Exact(0)).minus(part.previous ?? new Exact(0)).abs();

const partsOf = (cells: readonly SeriesCell[]): readonly Part[] => {
  const sum = (own: readonly SeriesCell[]): Exact | null =>
    own.length === 0 ? null : own.reduce((total, cell) => total.plus(cell.cost), new Exact(0));
  return [...Map.groupBy(cells, (cell) => cell.rank).values()].map((own) => ({
    providerName: own[0]?.key[0] ?? null,
    serviceName: own[0]?.key[1] ?? null,
    total: sum(own.filter((cell) => cell.bucketMs !== null)),
    previous: sum(own.filter((cell) => cell.bucketMs === null)),
  }));
};

const merged = (parts: readonly Part[]): Pick<Part, 'total' | 'previous'> => ({
  total: parts.map((part) => part.total).reduce(plus, null),
  previous: parts.map((part) => part.previous).reduce(plus, null),
});

/** Spend by provider and service and what changed most, all from one answer, so that they agree. */
export const breakdownOf = (
  cells: readonly SeriesCell[],
): Pick<Overview, 'providers' | 'services' | 'otherServices' | 'movers'> => {
  const parts = partsOf(cells).toSorted((a, b) => sizeOf(b).comparedTo(sizeOf(a)));
  const whole = merged(parts).total;
  const withShare = ({ total, previous }: Pick<Part, 'total' | 'previous'>) => ({
    ...compared(total, previous),
    share: total === null || whole === null ? null : fractionOf(total, whole),
  });
  const byProvider = [...Map.groupBy(parts, (part) => part.providerName)]
    .map(([providerName, own]) => ({ ...merged(own), providerName }))
    .toSorted((a, b) => sizeOf(b).comparedTo(sizeOf(a)));
  const rest = parts.slice(namedServices);
  const moved = parts.filter((part) => !moveOf(part).isZero());
  return {
    providers: byProvider.map((part) => ({ providerName: part.providerName, ...withShare(part) })),
    services: parts.slice(0, namedServices).map((part) => ({
      providerName: part.providerName,
      serviceName: part.serviceName,
      ...withShare(part),
    })),
    otherServices: rest.length === 0 ? null : { count: rest.length, ...withShare(merged(rest)) },
    movers: moved
      .toSorted((a, b) => moveOf(b).comparedTo(moveOf(a)))
      .slice(0, namedMovers)
      .map((part) => ({
        providerName: part.providerName,
        serviceName: part.serviceName,
        ...compared(part.total, part.previous),
      })),
  };
};

/** How commitments were used, by provider; providers without any are left out. */
export const commitmentsOf = (uses: readonly CommitmentUse[]): Overview['commitments'] =>
  uses.flatMap(({ providerName, usage, used, unused }) => {
    const committed = new Exact(used).plus(unused);
    if (committed.isZero()) return [];
    return {
      providerName,
      usage: formatDecimal(usage),
      used: formatDecimal(used),
      unused: formatDecimal(unused),
      coverage: fractionOf(new Exact(used), new Exact(usage).minus(unused)),
      utilisation: fractionOf(new Exact(used), committed),
    };
  });
