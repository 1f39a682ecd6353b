import { dayOfMoment, dayOfText, momentOfDay } from '../../shared/subscriptions/calendar.ts';
import type { NewCommercePolicy } from '../../shared/subscriptions/policy.ts';
import type { SeatWindow } from '../../shared/subscriptions/quote.ts';
import { type SeatLot, type Subscription, scheduleOf } from '../../shared/subscriptions/subscription.ts';
import { formatInstant } from '../../shared/time.ts';

const hourMs = 3_600_000;

const instantOf = (atMs: number): string => formatInstant(new Date(atMs));

const firstLotMs = ({ seats }: Subscription): number =>
  Math.min(...seats.map(({ addedAt }) => Date.parse(addedAt)));

/** When the window of a lot began: when it was added, or with the renewal since. */
const openedAt = (subscription: Subscription, addedMs: number): { atMs: number; isRenewal: boolean } => {
  const term = dayOfText(subscription.termStart);
  const isRenewal = subscription.term !== null && dayOfMoment(addedMs) < term;
  return { atMs: isRenewal ? momentOfDay(term) : addedMs, isRenewal };
};

interface OpenLot {
  /** Its place in the subscription's list. */
  readonly index: number;
  readonly window: SeatWindow;
}

const windowOf = (subscription: Subscription, lot: SeatLot, hours: number): SeatWindow => {
  const addedMs = Date.parse(lot.addedAt);
  const { atMs, isRenewal } = openedAt(subscription, addedMs);
  const isFirst = addedMs === firstLotMs(subscription);
  return {
    seats: lot.seats,
    until: instantOf(atMs + hours * hourMs),
    openedBy: isRenewal ? 'renewal' : isFirst ? 'purchase' : 'addition',
  };
};

const soonestFirst = (a: SeatWindow, b: SeatWindow): number => Date.parse(a.until) - Date.parse(b.until);

/** Lots whose own window is open, the one that closes first before the others. */
export const openLots = (
  subscription: Subscription,
  policy: NewCommercePolicy,
  atMs: number,
): readonly OpenLot[] => {
  const rule = policy.products[subscription.kind].reduceSeats;
  if (rule === null) return [];
  return subscription.seats
    .map((lot, index) => ({ index, window: windowOf(subscription, lot, rule.hours) }))
    .filter(({ window }) => Date.parse(window.until) >= atMs)
    .sort((a, b) => soonestFirst(a.window, b.window));
};

/** Seats that may be reduced, as the provider says, or else by each lot's own window. */
export const seatWindows = (
  subscription: Subscription,
  policy: NewCommercePolicy,
  atMs: number,
): readonly SeatWindow[] => {
  const said = subscription.provider.refundableQuantity;
  if (said === undefined) return openLots(subscription, policy, atMs).map(({ window }) => window);
  return said
    .map(({ quantity, allowedUntilDateTime }) => ({
      seats: quantity,
      until: instantOf(Date.parse(allowedUntilDateTime)),
      openedBy: 'provider' as const,
    }))
    .filter(({ until }) => Date.parse(until) >= atMs)
    .sort(soonestFirst);
};

/** Until when seats that are added at that moment may be reduced; undefined where they may not. */
export const windowOfAddition = (
  kind: Subscription['kind'],
  policy: NewCommercePolicy,
  atMs: number,
): string | undefined => {
  const rule = policy.products[kind].reduceSeats;
  return rule === null ? undefined : instantOf(atMs + rule.hours * hourMs);
};

/** How the whole subscription may be cancelled. */
export interface CancelWindow {
  /** Undefined: not at all. */
  readonly untilMs: number | undefined;
  readonly refund: 'prorated' | 'full' | 'none';
}

type RefundOption = NonNullable<Subscription['provider']['refundOptions']>[number];

const expiryOf = ({ expiresAt }: RefundOption): number =>
  expiresAt == null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);

/** By the product's own clock: from purchase or renewal on; an extended term at any time. */
const ownWindow = (subscription: Subscription, policy: NewCommercePolicy): CancelWindow => {
  const schedule = scheduleOf(subscription);
  if (subscription.extendedTerm && schedule)
    return { untilMs: momentOfDay(schedule.end), refund: 'prorated' };
  const { hours, refund } = policy.products[subscription.kind].cancel;
  const { atMs } = openedAt(subscription, firstLotMs(subscription));
  return { untilMs: atMs + hours * hourMs, refund };
};

/**
 * Until when the subscription may be cancelled, and what comes back. What the provider says counts first: the day
 * from `cancellationAllowedUntilDate`, the money from the `refundOptions` that have not expired.
 */
export const cancelWindow = (
  subscription: Subscription,
  policy: NewCommercePolicy,
  atMs: number,
): CancelWindow => {
  const own = ownWindow(subscription, policy);
  const { cancellationAllowedUntilDate: until, refundOptions } = subscription.provider;
  const open = refundOptions?.filter((option) => expiryOf(option) >= atMs);
  const refund =
    open === undefined
      ? own.refund
      : open.some(({ type }) => type === 'Full')
        ? 'full'
        : open.length > 0
          ? 'prorated'
          : 'none';
  if (until === null) return { untilMs: undefined, refund: 'none' };
  if (until !== undefined) return { untilMs: Date.parse(until), refund };
  if (open === undefined) return own;
  if (open.length === 0) return { untilMs: undefined, refund };
  const latest = Math.max(...open.map(expiryOf));
  const end = scheduleOf(subscription)?.end;
  return {
    untilMs: Number.isFinite(latest) ? latest : end === undefined ? own.untilMs : momentOfDay(end),
    refund,
  };
};
