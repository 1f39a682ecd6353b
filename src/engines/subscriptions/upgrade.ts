import { textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { SubscriptionChange } from '../../shared/subscriptions/quote-request.ts';
import { type SeatLot, type Subscription, scheduleOf } from '../../shared/subscriptions/subscription.ts';
import { termMonths } from '../../shared/subscriptions/terms.ts';
import { formatInstant } from '../../shared/time.ts';
import { afterMidTermChange } from './change-seats.ts';
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
import { cancelWindow, seatWindows } from './windows.ts';

type Upgrade = Extract<SubscriptionChange, { kind: 'upgrade' }>;

/** Splits lots, the oldest first: so many seats move, the others stay. */
const split = (
  lots: readonly SeatLot[],
  seats: number,
  chargedFrom: string,
): { moved: SeatLot[]; stay: SeatLot[] } => {
  const moved: SeatLot[] = [];
  const stay: SeatLot[] = [];
  let left = seats;
  for (const lot of lots.toSorted((a, b) => Date.parse(a.addedAt) - Date.parse(b.addedAt))) {
    const taken = Math.min(left, lot.seats);
    left -= taken;
    if (taken > 0) moved.push({ ...lot, seats: taken, chargedFrom });
    if (taken < lot.seats) stay.push({ ...lot, seats: lot.seats - taken });
  }
  return { moved, stay };
};

/**
 * A term that begins with the upgrade opens no window anew (Microsoft: a window reopens with a renewal only), so the
 * windows there were are carried over as if the provider had named them.
 */
const inNewTerm = ({ subscription, policy, atMs, day }: Situation, moved: Subscription): Subscription => {
  const { termEnd: _end, anniversaryDay: _day, ...rest } = moved;
  const { untilMs } = cancelWindow(subscription, policy, atMs);
  const windows = seatWindows({ ...subscription, seats: moved.seats }, policy, atMs);
  return {
    ...rest,
    termStart: textOfDay(day),
    extendedTerm: false,
    provider: {
      ...moved.provider,
      cancellationAllowedUntilDate: untilMs === undefined ? null : formatInstant(new Date(untilMs)),
      refundableQuantity: windows.map(({ seats, until }) => ({
        quantity: seats,
        allowedUntilDateTime: until,
      })),
    },
  };
};

const refusalOf = (situation: Situation, change: Upgrade): Outcome | undefined => {
  const { subscription, policy } = situation;
  const { term: from } = subscription;
  const end = termEndOf(subscription);
  if (from === null) return refuse(situation, 'no-term', null);
  const term = change.term ?? from;
  const billing = change.billing ?? subscription.billing;
  if ((change.seats ?? 1) > seatsIn(subscription)) return refuse(situation, 'too-many-seats', null);
  if (termMonths[term] < termMonths[from]) return refuse(situation, 'shorter-term', end);
  if (!policy.billings[term].includes(billing)) return refuse(situation, 'billing-not-offered', null);
  return undefined;
};

/** Credits the old product and charges the new one, by day. */
export const upgrade = (situation: Situation, change: Upgrade): Outcome => {
  const refused = refusalOf(situation, change);
  const { subscription, policy, day } = situation;
  const cycle = cycleOn(subscription, day);
  if (refused) return refused;
  if (!cycle) return refuse(situation, 'no-term', null);
  const seats = change.seats ?? seatsIn(subscription);
  const from = policy.dayOfChange.convert === 'old' ? day + 1 : day;
  const { moved, stay } = split(subscription.seats, seats, textOfDay(from));
  const left = afterMidTermChange(subscription, situation);
  const term = change.term ?? subscription.term;
  const billing = change.billing ?? subscription.billing;
  const isNewTerm = term !== subscription.term || billing !== subscription.billing;
  const target = { ...left, product: change.product, price: change.price, term, billing, seats: moved };
  const upgraded = isNewTerm ? inNewTerm(situation, target) : target;
  const days = daysLeft(cycle, day, policy.dayOfChange.convert);
  const first = isNewTerm ? cycleOn(upgraded, day) : undefined;
  const charged = first ? wholeCycle(first) : days;
  return {
    lines: [
      chargeLine({ chargeType: 'convert', of: subscription, seats: -seats, days, from }, policy),
      chargeLine(
        { chargeType: 'convert', of: upgraded, seats, days: charged, from: first?.start ?? from },
        policy,
      ),
    ],
    after: [upgraded, ...(stay.length > 0 ? [{ ...left, seats: stay }] : [])],
    says: [
      {
        says: 'upgrade',
        values: {
          seats,
          from: subscription.product,
          to: change.product,
          termEnd: textOfDay(scheduleOf(upgraded)?.end ?? day),
        },
      },
    ],
  };
};
