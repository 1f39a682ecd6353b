import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { Renewal } from '../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import { ofConnection, undecided } from './scope.ts';

interface RenewalRow {
  readonly connectionId: string;
  readonly subscriptionId: string;
  readonly skuId: string;
  readonly partNumber: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly isTrial: boolean;
  readonly seats: number;
  readonly date: string | null;
  readonly daysLeft: number | null;
  readonly unitPrice: string | null;
  readonly currency: string | null;
  readonly priceSource: Renewal['priceSource'] | null;
  readonly termDuration: string | null;
  readonly billingPlan: string | null;
  readonly spareSeats: number | null;
  readonly freeableSeats: number;
}

/** Renews by itself: neither a trial nor suspended (Microsoft Graph, companySubscription). */
export const isRunning = ({ isTrial, status }: Pick<Renewal, 'isTrial' | 'status'>): boolean =>
  !isTrial && (status === null || /^(enabled|warning)$/i.test(status));

/**
 * Seats that need not be bought again are the SKU's: the subscription that renews first gives back as many as it
 * has, the next one the rest, so that no seat is counted twice.
 */
const createAllocation = () => {
  const left = new Map<string, number>();
  return ({ connectionId, skuId }: RenewalRow, seats: number, available: number): number => {
    const key = `${connectionId} ${skuId}`;
    const rest = left.get(key) ?? available;
    const taken = Math.min(rest, seats);
    left.set(key, rest - taken);
    return taken;
  };
};

const present = (row: RenewalRow, spareSeats: number, freeableSeats: number): Renewal => {
  const priced = (seats: number): string | null =>
    row.unitPrice === null ? null : formatDecimal(new Exact(row.unitPrice).times(seats), 2);
  return {
    connectionId: row.connectionId,
    subscriptionId: row.subscriptionId,
    skuId: row.skuId,
    skuPartNumber: row.partNumber ?? row.skuId,
    name: row.name ?? row.partNumber ?? row.skuId,
    status: row.status,
    isTrial: row.isTrial,
    seats: row.seats,
    date: row.date,
    daysLeft: row.daysLeft,
    monthlyCost: row.isTrial ? null : priced(row.seats),
    currency: row.currency,
    priceSource: row.priceSource ?? 'unpriced',
    termDuration: row.termDuration,
    billingPlan: row.billingPlan,
    spareSeats,
    monthlySaving: spareSeats === 0 ? null : priced(spareSeats),
    freeableSeats,
  };
};

/**
 * Subscriptions by the day of their next event, soonest first; those without a day at the end.
 *
 * @param today the day from which the days left are counted
 */
export const readRenewals = async (
  tx: Tx,
  { connectionId }: { readonly connectionId?: string | undefined },
  today: string,
): Promise<readonly Renewal[]> => {
  const { rows } = await sql<RenewalRow>`
    select b.connection_id, b.subscription_id, b.sku_id, s.part_number, s.name, b.status, b.is_trial, b.seats,
      b.next_event_on::text as date, (b.next_event_on - ${today}::date) as days_left,
      s.unit_price, s.currency, s.price_source, p.term_duration, p.billing_plan,
      (select f.quantity::int from finding f
        where f.connection_id = b.connection_id and f.rule = 'O01' and f.subject_kind = 'sku'
          and upper(f.sku_part_number) = upper(s.part_number) and f.state = ${undecided}) as spare_seats,
      (select count(distinct f.subject_id)::int from finding f
        where f.connection_id = b.connection_id and f.subject_kind = 'user' and f.saving_kind = 'freed-seat'
          and upper(f.sku_part_number) = upper(s.part_number) and f.state = ${undecided}
          and f.superseded_by is null) as freeable_seats
    from licence_subscription b
    left join licence_sku s on s.connection_id = b.connection_id and s.sku_id = b.sku_id
    left join lateral (
      select p.term_duration, p.billing_plan from licence_price p
      where upper(p.sku_part_number) = upper(s.part_number)
      order by (p.source = 'contract') desc limit 1) p on true
    where ${ofConnection('b.connection_id', connectionId)}
    order by b.next_event_on nulls last, s.part_number, b.subscription_id`.execute(tx);
  const spareOf = createAllocation();
  const freeableOf = createAllocation();
  return rows.map((row) => {
    const seats = isRunning(row) ? row.seats : 0;
    const spare = spareOf(row, seats, row.spareSeats ?? 0);
    return present(row, spare, freeableOf(row, seats - spare, row.freeableSeats));
  });
};
