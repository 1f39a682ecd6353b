import { dayOfMoment, textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { NewCommercePolicy } from '../../shared/subscriptions/policy.ts';
import type { Quote } from '../../shared/subscriptions/quote.ts';
import type { QuoteRequest, SubscriptionChange } from '../../shared/subscriptions/quote-request.ts';
import type { Subscription } from '../../shared/subscriptions/subscription.ts';
import { formatInstant } from '../../shared/time.ts';
import { cancel } from './cancel.ts';
import { addSeats, purchase, removeSeats } from './change-seats.ts';
import { changeAtRenewal, renew, setAutoRenew, setStatus } from './end-of-term.ts';
import { explain } from './explain.ts';
import { policyOn } from './policies.ts';
import { renewalPaths } from './renewal-paths.ts';
import {
  committedAfter,
  moneyText,
  type Outcome,
  refuse,
  type Situation,
  seatsIn,
  termEndOf,
  zero,
} from './situation.ts';
import { upgrade } from './upgrade.ts';
import { cancelWindow, seatWindows } from './windows.ts';

const outcomeOf = (situation: Situation, change: SubscriptionChange): Outcome => {
  if (situation.subscription.status === 'cancelled') return refuse(situation, 'cancelled', null);
  switch (change.kind) {
    case 'purchase':
      return purchase(situation);
    case 'addSeats':
      return addSeats(situation, change.seats);
    case 'removeSeats':
      return removeSeats(situation, change.seats);
    case 'cancel':
      return cancel(situation);
    case 'upgrade':
      return upgrade(situation, change);
    case 'renew':
      return renew(situation);
    case 'changeAtRenewal':
      return changeAtRenewal(situation, change);
    case 'autoRenew':
      return setAutoRenew(situation, change);
    case 'suspend':
      return setStatus(situation, 'suspended');
    case 'resume':
      return setStatus(situation, 'active');
  }
};

/** Until when all that is there may be cancelled; null where it may not any more. */
const cancellableUntil = (after: readonly Subscription[], { policy, atMs }: Situation): string | null => {
  const ends = after.map((subscription) => cancelWindow(subscription, policy, atMs).untilMs ?? atMs - 1);
  const soonest = Math.min(...ends);
  return after.length > 0 && soonest >= atMs ? formatInstant(new Date(soonest)) : null;
};

const termEndAfter = (after: readonly Subscription[], before: Subscription): string | null => {
  const [first = before] = after;
  const end = termEndOf(first);
  return end === null ? null : textOfDay(end);
};

export interface QuotedChange {
  readonly quote: Quote;
  /** The subscriptions as they are afterwards, to ask about the next change; unchanged where it is refused. */
  readonly after: readonly Subscription[];
}

/**
 * What a change of a subscription costs, whether it may be made at that moment, and what it leads to
 * (docs/new-commerce.md). Amounts are exact; a seat's prorated price is rounded once and then multiplied.
 *
 * @param request as `quoteRequestSchema` accepts it
 * @param policies the dated rules; those of the request's day count, at renewal those of the term's end
 * @throws AppError `invalid_input` where no rules are known for the day
 */
export const quoteChange = (request: QuoteRequest, policies: readonly NewCommercePolicy[]): QuotedChange => {
  const { subscription, change, prices } = request;
  const atMs = Date.parse(request.at);
  const day = dayOfMoment(atMs);
  const policy = policyOn(policies, day);
  const situation = { subscription, change, prices, policies, policy, atMs, day };
  const { refusal, lines, after, says } = outcomeOf(situation, change);
  const dueNow = lines.reduce((sum, { amount }) => sum.plus(amount), zero);
  const committed = (of: readonly Subscription[]) =>
    of.reduce((sum, each) => sum.plus(committedAfter(each, day, policy)), zero);
  const before = change.kind === 'purchase' ? zero : committed([subscription]);
  const quote = {
    policy: policy.id,
    at: formatInstant(new Date(atMs)),
    currency: subscription.currency,
    isAllowed: refusal === undefined,
    refusal: refusal
      ? {
          reason: refusal.reason,
          earliest: refusal.earliest === null ? null : textOfDay(refusal.earliest),
          seatsNow: refusal.seatsNow ?? null,
        }
      : null,
    lines: [...lines],
    dueNow: moneyText(dueNow),
    untilTermEnd: refusal ? moneyText(zero) : moneyText(dueNow.plus(committed(after)).minus(before)),
    termEnd: termEndAfter(after, subscription),
    seatsAfter: after.reduce((sum, each) => sum + seatsIn(each), 0),
    seatWindows: after.flatMap((each) => seatWindows(each, policy, atMs)),
    cancellableUntil: cancellableUntil(after, situation),
    deletesScheduledChange:
      refusal === undefined &&
      change.kind !== 'changeAtRenewal' &&
      subscription.scheduledChange !== undefined &&
      after.every(({ scheduledChange }) => scheduledChange === undefined),
    renewal: after.flatMap((each) => renewalPaths(each, situation)),
  };
  return { quote: { ...quote, explanation: [...explain(quote, says)] }, after };
};
