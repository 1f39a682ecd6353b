import type { Renewal } from '../../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';

/** How far ahead the calendar looks. */
export const monthsAhead = 18;

/** What a subscription does on its day, or why nobody can say. */
export type Standing = 'renews' | 'trial' | 'grace' | 'ended' | 'past' | 'undated';
export const standings: readonly Standing[] = ['renews', 'trial', 'grace', 'ended', 'past', 'undated'];

/**
 * Microsoft Graph, companySubscription: `Enabled`; `Warning` is expired and in grace; `Suspended`, `LockedOut` and
 * `Deleted` have ended.
 */
export const standingOf = ({ status, isTrial, date, daysLeft }: Renewal): Standing => {
  if (status === 'Warning') return 'grace';
  if (status === 'Suspended' || status === 'LockedOut' || status === 'Deleted') return 'ended';
  if (date === null) return 'undated';
  if (daysLeft !== null && daysLeft < 0) return 'past';
  return isTrial ? 'trial' : 'renews';
};

export interface Amount {
  readonly currency: string;
  readonly amount: string;
}

/** A month of the calendar and what renews or ends in it. */
export interface Month {
  /** `2026-12`. */
  readonly id: string;
  readonly renewals: number;
  readonly trials: number;
  readonly seats: number;
  /** What renews costs a month, and what of it could be saved; by currency. */
  readonly cost: readonly Amount[];
  readonly saving: readonly Amount[];
}

const monthOf = (day: string): string => day.slice(0, 7);

/** The months from this one on, without gaps. `today` is a day. */
export const monthsFrom = (today: string, count = monthsAhead): readonly string[] =>
  Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + index, 1));
    return monthOf(at.toISOString());
  });

/** Sums by currency; what has no price is left out. Currencies are never added together. */
const sumsOf = (renewals: readonly Renewal[], of: (renewal: Renewal) => string | null): readonly Amount[] => {
  const sums = new Map<string, Exact>();
  for (const renewal of renewals) {
    const amount = of(renewal);
    if (amount === null || renewal.currency === null) continue;
    sums.set(renewal.currency, (sums.get(renewal.currency) ?? new Exact(0)).add(amount));
  }
  return [...sums].flatMap(([currency, sum]) =>
    sum.isZero() ? [] : [{ currency, amount: formatDecimal(sum, 2) }],
  );
};

/** The calendar: each month ahead with what renews or ends in it. */
export const calendarOf = (renewals: readonly Renewal[], today: string): readonly Month[] =>
  monthsFrom(today).map((id) => {
    const within = renewals.filter(
      (each) => isInMonth(each, id) && standingOf(each) !== 'past' && standingOf(each) !== 'ended',
    );
    const paid = within.filter(({ isTrial }) => !isTrial);
    return {
      id,
      renewals: paid.length,
      trials: within.length - paid.length,
      seats: paid.reduce((sum, { seats }) => sum + seats, 0),
      cost: sumsOf(paid, ({ monthlyCost }) => monthlyCost),
      saving: sumsOf(paid, ({ monthlySaving }) => monthlySaving),
    };
  });

/** Whether a subscription belongs into a month of the calendar. */
export const isInMonth = ({ date }: Renewal, month: string): boolean =>
  date !== null && monthOf(date) === month;
