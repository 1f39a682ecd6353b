import type { SeatLot, Subscription } from '../../shared/subscriptions/subscription.ts';
import { formatInstant } from '../../shared/time.ts';
import { wholeCycle } from './seat-amount.ts';
import {
  chargeLine,
  cycleOn,
  daysLeft,
  type Outcome,
  refuse,
  type Situation,
  seatsIn,
  termEndOf,
} from './situation.ts';
import { cancelWindow, openLots, seatWindows, windowOfAddition } from './windows.ts';

/** Without its scheduled change where the policy deletes it with a change within the term. */
export const afterMidTermChange = (subscription: Subscription, { policy }: Situation): Subscription => {
  if (!policy.changeDeletesScheduledChange) return subscription;
  const { scheduledChange: _deleted, ...rest } = subscription;
  return rest;
};

/** Buying what is described: all seats for the first charge cycle. */
export const purchase = (situation: Situation): Outcome => {
  const { subscription, policy, day, atMs } = situation;
  const cycle = cycleOn(subscription, day);
  const { untilMs, refund } = cancelWindow(subscription, policy, atMs);
  const line = chargeLine(
    {
      chargeType: 'new',
      of: subscription,
      seats: seatsIn(subscription),
      days: cycle ? wholeCycle(cycle) : { charged: 1, of: 1 },
      from: cycle?.start ?? day,
    },
    policy,
  );
  return {
    lines: [line],
    after: [subscription],
    says: [
      { says: 'purchase', values: { seats: seatsIn(subscription), product: subscription.product } },
      untilMs === undefined || untilMs < atMs
        ? { says: 'notCancellable', values: {} }
        : { says: 'cancellableUntil', values: { until: formatInstant(new Date(untilMs)), refund } },
    ],
  };
};

/** The provider credits the seats there were and charges the seats there are, both for the days that are left. */
const rebill = (
  { subscription, policy, day }: Situation,
  chargeType: 'addQuantity' | 'removeQuantity',
  after: number,
): Outcome['lines'] => {
  const cycle = cycleOn(subscription, day);
  if (!cycle) return [];
  const dayOfChange = policy.dayOfChange[chargeType];
  const days = daysLeft(cycle, day, dayOfChange);
  const from = dayOfChange === 'old' ? day + 1 : day;
  return [-seatsIn(subscription), after].map((seats) =>
    chargeLine({ chargeType, of: subscription, seats, days, from }, policy),
  );
};

export const addSeats = (situation: Situation, seats: number): Outcome => {
  const { subscription, policy, atMs } = situation;
  if (!policy.products[subscription.kind].addSeats) return refuse(situation, 'not-for-this-product', null);
  const until = windowOfAddition(subscription.kind, policy, atMs);
  const { provider } = subscription;
  const said = provider.refundableQuantity;
  const after = {
    ...afterMidTermChange(subscription, situation),
    seats: [...subscription.seats, { seats, addedAt: formatInstant(new Date(atMs)) }],
    provider:
      said === undefined || until === undefined
        ? provider
        : { ...provider, refundableQuantity: [...said, { quantity: seats, allowedUntilDateTime: until }] },
  };
  return {
    lines: rebill(situation, 'addQuantity', seatsIn(after)),
    after: [after],
    says: [
      { says: 'addSeats', values: { seats } },
      until === undefined
        ? { says: 'notReducible', values: {} }
        : { says: 'reducibleUntil', values: { seats, until } },
    ],
  };
};

/** Takes seats from a list in the given order; what is empty goes. */
const takeFrom = <T>(
  list: readonly T[],
  order: readonly number[],
  seats: number,
  countOf: (entry: T) => number,
  withCount: (entry: T, count: number) => T,
): T[] => {
  let left = seats;
  const counts = list.map(countOf);
  for (const index of order) {
    const taken = Math.min(left, counts[index] ?? 0);
    counts[index] = (counts[index] ?? 0) - taken;
    left -= taken;
  }
  return list.flatMap((entry, index) => {
    const count = counts[index] ?? 0;
    return count > 0 ? [withCount(entry, count)] : [];
  });
};

const withoutSeats = (situation: Situation, seats: number): Subscription => {
  const { subscription, policy, atMs } = situation;
  const { provider } = subscription;
  const said = provider.refundableQuantity;
  const newestFirst = subscription.seats
    .map(({ addedAt }, index) => ({ index, at: Date.parse(addedAt) }))
    .sort((a, b) => b.at - a.at)
    .map(({ index }) => index);
  // The lot whose window closes first goes first: what stays can be reduced for longest.
  const order = said ? newestFirst : openLots(subscription, policy, atMs).map(({ index }) => index);
  const lots = takeFrom(
    subscription.seats,
    order,
    seats,
    (lot: SeatLot) => lot.seats,
    (lot, count) => ({ ...lot, seats: count }),
  );
  if (said === undefined) return { ...afterMidTermChange(subscription, situation), seats: lots };
  const soonest = said
    .map(({ allowedUntilDateTime }, index) => ({ index, at: Date.parse(allowedUntilDateTime) }))
    .filter(({ at }) => at >= atMs)
    .sort((a, b) => a.at - b.at)
    .map(({ index }) => index);
  const refundableQuantity = takeFrom(
    said,
    soonest,
    seats,
    ({ quantity }) => quantity,
    (entry, quantity) => ({ ...entry, quantity }),
  );
  return {
    ...afterMidTermChange(subscription, situation),
    seats: lots,
    provider: { ...provider, refundableQuantity },
  };
};

export const removeSeats = (situation: Situation, seats: number): Outcome => {
  const { subscription, policy, atMs } = situation;
  const end = termEndOf(subscription);
  if (seats > seatsIn(subscription)) return refuse(situation, 'too-many-seats', null);
  const open = seatWindows(subscription, policy, atMs).reduce((sum, window) => sum + window.seats, 0);
  if (policy.products[subscription.kind].reduceSeats === null && open === 0)
    return refuse(situation, 'not-for-this-product', end, 0);
  if (seats === seatsIn(subscription)) return refuse(situation, 'all-seats', null, open);
  if (seats > open) return refuse(situation, 'window-closed', end, open);
  const after = withoutSeats(situation, seats);
  return {
    lines: rebill(situation, 'removeQuantity', seatsIn(after)),
    after: [after],
    says: [{ says: 'removeSeats', values: { seats } }],
  };
};
