import { cyclesOf, dayOfText, textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { ChargeLine } from '../../shared/subscriptions/quote.ts';
import { type SeatLot, scheduleOf } from '../../shared/subscriptions/subscription.ts';
import {
  chargeLine,
  cycleOn,
  dayOf,
  daysLeft,
  type Outcome,
  refuse,
  type Situation,
  seatsIn,
  termEndOf,
} from './situation.ts';
import { cancelWindow } from './windows.ts';

/** What was charged for a lot in this term at its present price, taken back cycle by cycle. */
const takenBack = ({ subscription, policy, day }: Situation, lot: SeatLot): readonly ChargeLine[] => {
  const schedule = scheduleOf(subscription);
  const line = (charged: number, of: number, from: number): ChargeLine =>
    chargeLine(
      { chargeType: 'cancel', of: subscription, seats: -lot.seats, days: { charged, of }, from },
      policy,
    );
  if (schedule === undefined) return [line(1, 1, dayOf(lot.addedAt))];
  const charged = lot.chargedFrom === undefined ? dayOf(lot.addedAt) : dayOfText(lot.chargedFrom);
  const added = Math.max(charged, dayOfText(subscription.termStart));
  return cyclesOf(schedule)
    .filter(({ start, end }) => start <= day && end > added)
    .map(({ start, end, fullDays }) => {
      const from = Math.max(start, added);
      return line(end - from, fullDays, from);
    });
};

/** What the days that are left of the present charge cycle are worth. */
const restTakenBack = ({ subscription, policy, day }: Situation): readonly ChargeLine[] => {
  const cycle = cycleOn(subscription, day);
  if (!cycle) return [];
  const dayOfChange = policy.dayOfChange.cancel;
  const days = daysLeft(cycle, day, dayOfChange);
  // On the last day of a cycle nothing of it is left.
  if (days.charged === 0) return [];
  const from = dayOfChange === 'old' ? day + 1 : day;
  return [
    chargeLine({ chargeType: 'cancel', of: subscription, seats: -seatsIn(subscription), days, from }, policy),
  ];
};

export const cancel = (situation: Situation): Outcome => {
  const { subscription, policy, atMs, day } = situation;
  const { untilMs, refund } = cancelWindow(subscription, policy, atMs);
  if (untilMs === undefined) return refuse(situation, 'not-cancellable', termEndOf(subscription));
  if (atMs > untilMs) return refuse(situation, 'window-closed', termEndOf(subscription));
  const lines =
    refund === 'none'
      ? []
      : refund === 'full'
        ? subscription.seats.flatMap((lot) => takenBack(situation, lot))
        : restTakenBack(situation);
  return {
    lines,
    after: [],
    says: [{ says: 'cancel', values: { refund: lines.length === 0 ? 'none' : refund, on: textOfDay(day) } }],
  };
};
