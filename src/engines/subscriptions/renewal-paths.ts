import { Exact } from '../../shared/money.ts';
import { textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { NewCommercePolicy } from '../../shared/subscriptions/policy.ts';
import type { RenewalPath } from '../../shared/subscriptions/quote.ts';
import type { QuoteRequest } from '../../shared/subscriptions/quote-request.ts';
import { type Subscription, scheduleOf } from '../../shared/subscriptions/subscription.ts';
import { cycleMonths, type SeatPrice, termMonths } from '../../shared/subscriptions/terms.ts';
import { policyOn } from './policies.ts';
import { seatAmount } from './seat-amount.ts';
import { moneyText, type Situation, seatsIn } from './situation.ts';

type Next = Offer & { readonly seats: number };
type Priced = Omit<RenewalPath, 'path' | 'isDefault' | 'on'>;
type Prices = QuoteRequest['prices'];

type Offer = Pick<Subscription, 'product' | 'term' | 'billing'>;

const isSameOffer = (a: Offer, b: Offer): boolean =>
  a.product === b.product && a.term === b.term && a.billing === b.billing;

const whole = { charged: 1, of: 1 };

const priced = (next: Next, price: SeatPrice, isPriceAssumed: boolean, policy: NewCommercePolicy): Priced => {
  const perSeat = seatAmount(price, next, whole, policy);
  const cycles =
    next.term === null || next.billing === 'one-time' ? 1 : termMonths[next.term] / cycleMonths[next.billing];
  const first = perSeat.times(next.seats);
  return {
    product: next.product,
    seats: next.seats,
    term: next.term,
    seatPrice: moneyText(perSeat),
    firstCharge: moneyText(first),
    wholeTerm: moneyText(first.times(cycles)),
    isPriceAssumed,
  };
};

const free = (next: Next): Priced => ({
  product: next.product,
  seats: next.seats,
  term: null,
  seatPrice: moneyText(new Exact(0)),
  firstCharge: moneyText(new Exact(0)),
  wholeTerm: moneyText(new Exact(0)),
  isPriceAssumed: false,
});

const unknown = (next: Next): Priced => ({
  ...free(next),
  term: 'P1M',
  seatPrice: null,
  firstCharge: null,
  wholeTerm: null,
});

/** The present price of a seat as that of one month. */
const asMonthly = ({ price, term, billing }: Subscription): Exact => {
  const months =
    price.per === 'term' && term !== null
      ? termMonths[term]
      : cycleMonths[billing === 'one-time' ? 'monthly' : billing];
  return new Exact(price.amount).div(months);
};

/**
 * The extended service term is billed by the month at the price of a P1M term with an uplift; where no such term is
 * sold, at a twelfth of the annual price with a larger one (Microsoft, Extended service terms, from 2026-05-04).
 */
const extended = (
  subscription: Subscription,
  prices: Prices,
  policy: NewCommercePolicy,
): Priced | undefined => {
  const rule = policy.withoutRenewal;
  if (rule.kind !== 'extended-term' || !rule.products.includes(subscription.kind)) return undefined;
  const next = {
    ...subscription,
    term: 'P1M' as const,
    billing: 'monthly' as const,
    seats: seatsIn(subscription),
  };
  const raised = (amount: Exact, uplift: string): SeatPrice => ({
    amount: amount.times(new Exact(uplift).plus(1)).toFixed(10),
    per: 'cycle',
  });
  const own = subscription.term === 'P1M' ? asMonthly(subscription) : undefined;
  const monthly = prices.monthly === undefined ? own : prices.monthly && new Exact(prices.monthly.amount);
  if (monthly === undefined) return unknown(next);
  const price =
    monthly === null
      ? raised(asMonthly(subscription), rule.upliftWithoutMonthlyPlan)
      : // A subscription in its extended term pays the uplift already.
        raised(monthly, subscription.extendedTerm && prices.monthly === undefined ? '0' : rule.uplift);
  return priced(next, price, prices.monthly === undefined, policy);
};

const scheduled = (subscription: Subscription, prices: Prices, policy: NewCommercePolicy): Priced => {
  const change = subscription.scheduledChange ?? {};
  const next = {
    product: change.product ?? subscription.product,
    term: change.term ?? subscription.term,
    billing: change.billing ?? subscription.billing,
    seats: change.seats ?? seatsIn(subscription),
  };
  const isOther = !isSameOffer(next, subscription);
  const price = change.price ?? (isOther ? undefined : prices.renewal);
  // The price of another product, term or plan cannot be guessed from the present one.
  if (price === undefined && isOther) return { ...unknown(next), term: next.term };
  return priced(next, price ?? subscription.price, price === undefined, policy);
};

/** The prices that were given for a subscription; those of one product say nothing of another. */
const pricesOf = (
  subscription: Subscription,
  { subscription: before, change, prices }: Situation,
): Prices => {
  const isSame = isSameOffer(subscription, before);
  const own: Prices = {
    ...(isSame ? { renewal: prices.renewal } : {}),
    ...(subscription.product === before.product ? { monthly: prices.monthly } : {}),
  };
  return change.kind === 'upgrade' && !isSame ? { ...own, ...change.prices } : own;
};

/** What each way of going on costs when the term is over, by the rules that are in force then. */
export const renewalPaths = (subscription: Subscription, situation: Situation): readonly RenewalPath[] => {
  const schedule = scheduleOf(subscription);
  if (schedule === undefined) return [];
  const policy = policyOn(situation.policies, schedule.end);
  const { autoRenew, scheduledChange, withoutRenewal } = subscription;
  const next = { ...subscription, seats: seatsIn(subscription) };
  const prices = pricesOf(subscription, situation);
  const { renewal } = prices;
  const isChanged = autoRenew && scheduledChange !== undefined;
  const drift = extended(subscription, prices, policy);
  const drifts = !autoRenew && withoutRenewal === 'extend';
  const ends =
    !autoRenew &&
    (withoutRenewal === 'cancel' || (drift === undefined && policy.withoutRenewal.kind !== 'grace'));
  const paths: readonly Omit<RenewalPath, 'on'>[] = [
    {
      path: 'renew',
      isDefault: autoRenew && !isChanged,
      ...priced(next, renewal ?? subscription.price, renewal === undefined, policy),
    },
    ...(isChanged
      ? [
          {
            path: 'change-at-renewal' as const,
            isDefault: true,
            ...scheduled(subscription, prices, policy),
          },
        ]
      : []),
    ...(drift ? [{ path: 'extended-term' as const, isDefault: drifts, ...drift }] : []),
    ...(policy.withoutRenewal.kind === 'grace'
      ? [{ path: 'grace' as const, isDefault: drifts, ...free(next) }]
      : []),
    { path: 'cancel-at-end', isDefault: ends, ...free(next) },
  ];
  const on = textOfDay(schedule.end);
  return paths.map((path) => ({ ...path, on }));
};
