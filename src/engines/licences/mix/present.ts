import type { MixClass, MixNeed, MixResult, MixSku } from '../../../shared/licences/mix-result.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { usablePlans } from '../catalogue/covers.ts';
import type { User } from '../tenant/tenant.ts';
import type { UserClass } from './classes.ts';
import type { Commitment } from './commitments.ts';
import type { Market } from './market.ts';
import { reasonToKeep } from './need-classes.ts';
import type { PlanUses } from './plan-uses.ts';
import type { Ground, Solved } from './scenario.ts';
import { summarise } from './summary.ts';

/** Users of one class who get the same SKUs. */
export interface Part {
  readonly from: UserClass;
  readonly users: readonly User[];
  /** Places of the SKUs they get. */
  readonly to: readonly number[];
}

/** Divides the users of each class by what they get: the first ones by label get what is preferred. */
export const partsOf = ({ classes, allocation }: Solved): readonly Part[] =>
  classes.flatMap((from, place) => {
    let start = 0;
    return from.combinations.flatMap(({ skus }, option): readonly Part[] => {
      const count = allocation.counts[place]?.[option] ?? 0;
      if (count === 0) return [];
      const users = from.users.slice(start, start + count);
      start += count;
      return [{ from, users, to: skus }];
    });
  });

const money = (amount: Exact): string => formatDecimal(amount, 2);

const priceOf = (market: Market, places: readonly number[]): Exact =>
  places.reduce((sum, place) => sum.plus(market.candidates[place]?.price ?? 0), new Exact(0));

/** What the licences that stay cost one user, in the currency of the market. */
const keptPrice = (market: Market, { kept }: UserClass): Exact =>
  kept.reduce(
    (sum, { facts }) =>
      facts.isPaid && facts.price?.currency === market.currency ? sum.plus(facts.price.amount) : sum,
    new Exact(0),
  );

/** What the kept licences of all users cost. */
export const costOfKept = ({ market, classes }: Solved): Exact =>
  classes.reduce((sum, each) => sum.plus(keptPrice(market, each).times(each.users.length)), new Exact(0));

/** Seats in use today of the SKUs that may be exchanged, by place. */
export const seatsToday = ({ market, classes }: Solved): readonly number[] => {
  const seats = market.candidates.map(() => 0);
  for (const { heldPlaces, users } of classes) {
    for (const place of heldPlaces) seats[place] = (seats[place] ?? 0) + users.length;
  }
  return seats;
};

const needOf = ([plan, reasons]: readonly [
  string,
  UserClass['needs'] extends ReadonlyMap<string, infer R> ? R : never,
]): MixNeed => ({
  plan,
  reasons: [...reasons.values()]
    .map(({ reason, users }) => ({ ...reason, users }))
    .sort((a, b) => b.users - a.users || (a.detail < b.detail ? -1 : 1)),
});

const partNumbers = (market: Market, places: readonly number[]): string[] =>
  places.map((place) => market.candidates[place]?.sku.partNumber ?? '');

const classOf = (market: Market, uses: PlanUses, { from, users, to }: Part): MixClass => {
  const offered = new Set([
    ...from.keptPlans,
    ...to.flatMap((place) => [...(market.candidates[place]?.plans ?? [])]),
  ]);
  const onToday = new Map(
    from.held.map(({ seat, facts }, at) => {
      const plans = usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans }).map(({ key }) => key);
      return [from.heldPlaces[at] ?? -1, plans.filter(market.rightsOf(facts.sku))];
    }),
  );
  const on = new Set([
    ...from.keptPlans,
    ...to.flatMap((place) => onToday.get(place) ?? [...(market.candidates[place]?.plans ?? [])]),
  ]);
  const had = new Set([...onToday.values()].flat());
  const needed = [...from.needs.keys()];
  const kept = keptPrice(market, from);
  const monthly = (places: readonly number[]): string =>
    money(priceOf(market, places).plus(kept).times(users.length));
  return {
    users: users.length,
    labels: users.slice(0, 5).map(({ label }) => label),
    summary: summarise(uses, from),
    isGuarded: from.isGuarded,
    need: [...from.needs].map(needOf),
    from: partNumbers(market, from.heldPlaces),
    to: partNumbers(market, to),
    kept: from.kept.map(({ facts }) => facts.sku.partNumber).sort(),
    givesUp: [...had].filter((plan) => !market.isCovered(plan, offered)).sort(),
    switchOn: needed.filter((plan) => market.isCovered(plan, offered) && !market.isCovered(plan, on)),
    unmet: [...from.unmet],
    monthlyFrom: monthly(from.heldPlaces),
    monthlyTo: monthly(to),
  };
};

/** The greatest saving first, then by licences and needs: an order of its own for every set of parts. */
const byWeight = (a: MixClass, b: MixClass): number => {
  const saving = ({ monthlyFrom, monthlyTo }: MixClass): Exact => new Exact(monthlyFrom).minus(monthlyTo);
  const difference = saving(b).cmp(saving(a));
  if (difference !== 0) return difference;
  const text = ({ from, to, kept, need, labels }: MixClass): string =>
    [from, to, kept, need.map(({ plan }) => plan), labels].map((list) => list.join(',')).join('|');
  return b.users - a.users || (text(a) < text(b) ? -1 : 1);
};

export const presentClasses = (market: Market, uses: PlanUses, parts: readonly Part[]) =>
  parts
    .map((part) => ({ part, shown: classOf(market, uses, part) }))
    .sort((a, b) => byWeight(a.shown, b.shown));

interface Counts {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly committed: ReadonlyMap<number, number>;
  readonly commitments: readonly Commitment[];
}

/** Seats of every SKU that is held, given or committed, by part number. */
export const presentSkus = (market: Market, { before, after, committed, commitments }: Counts): MixSku[] =>
  market.candidates.flatMap(({ place, sku, price }): readonly MixSku[] => {
    const [seatsBefore, seatsAfter] = [before[place] ?? 0, after[place] ?? 0];
    const seatsCommitted = committed.get(place) ?? 0;
    if (seatsBefore + seatsAfter + seatsCommitted === 0) return [];
    const paid = (seats: number): string => money(price.times(Math.max(seats, seatsCommitted)));
    const ends = commitments
      .filter((each) => each.place === place && seatsCommitted > 0)
      .map(({ until }) => until);
    return [
      {
        skuPartNumber: sku.partNumber,
        name: sku.name,
        monthlyPrice: money(price),
        seatsBefore,
        seatsAfter,
        seatsCommitted,
        committedUntil: ends.sort().at(-1) ?? null,
        monthlyBefore: paid(seatsBefore),
        monthlyAfter: paid(seatsAfter),
      },
    ];
  });

/** Paid licences that the mix leaves alone, with the reason. */
export const presentKept = (ground: Ground, { market, classes }: Solved): MixResult['unpriced'] => {
  const seats = new Map<string, { readonly reason: string; seats: number }>();
  for (const { kept, users } of classes) {
    for (const each of kept) {
      const { sku, isPaid } = each.facts;
      const isTeamsRooms = ground.context.kinds.isTeamsRooms(sku.partNumber);
      const reason = isPaid ? reasonToKeep(market, each, isTeamsRooms) : undefined;
      if (reason === undefined) continue;
      const known = seats.get(sku.partNumber) ?? { reason, seats: 0 };
      known.seats += users.length;
      seats.set(sku.partNumber, known);
    }
  }
  return [...seats]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([skuPartNumber, { reason, seats: count }]) => ({ skuPartNumber, seats: count, reason }));
};
