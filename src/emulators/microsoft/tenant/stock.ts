import { createDraw, type Draw } from './random.ts';

/** A subscription of a SKU, before ids. */
export interface SubscriptionPlan {
  readonly seats: number;
  readonly status: 'Enabled' | 'Warning' | 'Suspended';
  readonly isTrial: boolean;
  /** Days until it renews or ends; null: never. */
  readonly renewsInDays: number | null;
}

/** How many seats of a SKU there are, and what an audit must say about them. */
export interface Stock {
  readonly capabilityStatus: 'Enabled' | 'Suspended';
  readonly enabled: number;
  readonly warning: number;
  readonly suspended: number;
  readonly subscriptions: readonly SubscriptionPlan[];
  /** Seats beyond the buffer (O01), and the places of the subscriptions that renew within 60 days (O03). */
  readonly spare: number;
  readonly renewing: readonly number[];
  /** Seats held beyond all bought (O02). */
  readonly missing: number;
  /** Places of the subscriptions that end (O04). */
  readonly ending: readonly number[];
  /** Seats in grace that no subscription explains (O04). */
  readonly unexplained: number;
}

/** The most seats that may be free without waste: 5 % of all, rounded up, at least 2 (licences, rule O01). */
const bufferOf = (enabled: number): number => Math.max(2, Math.ceil(enabled / 20));

/** The least number of seats of which exactly `spare` are free beyond the buffer. */
const seatsWithSpare = (held: number, spare: number): number => {
  let enabled = Math.floor((held + spare) / 0.95);
  while (enabled - held - bufferOf(enabled) > spare) enabled -= 1;
  while (enabled - held - bufferOf(enabled) < spare) enabled += 1;
  return enabled;
};

const quiet = {
  capabilityStatus: 'Enabled',
  warning: 0,
  suspended: 0,
  spare: 0,
  renewing: [],
  missing: 0,
  ending: [],
  unexplained: 0,
} as const;

const bought = (seats: number, renewsInDays: number | null): SubscriptionPlan => ({
  seats,
  status: 'Enabled',
  isTrial: false,
  renewsInDays,
});

const share = (held: number, of: number): number => Math.max(1, Math.round(held * of));

type Maker = (held: number, draw: Draw) => Stock;

/** Seats within the buffer, some of them on their way to renewal: no finding. */
const inOrder: Maker = (held, draw) => {
  const enabled = draw.between(held, seatsWithSpare(held, 0));
  return { ...quiet, enabled, subscriptions: [bought(enabled, draw.between(5, 360))] };
};

/** Free of charge, in any number. */
const freeOfCharge: Maker = (held) => {
  const enabled = Math.max(10_000, held * 4);
  return { ...quiet, enabled, subscriptions: [bought(enabled, null)] };
};

const makers: Readonly<Record<string, Maker>> = {
  // O01 with O03 for the subscription that renews on the last day of the sixty; the other is a day later.
  ENTERPRISEPACK: (held, draw) => {
    const spare = share(held, 0.04 + 0.06 * draw.next());
    const enabled = seatsWithSpare(held, spare);
    const second = Math.floor(enabled / 3);
    const subscriptions = [bought(enabled - second, 60), bought(second, 61)];
    return { ...quiet, enabled, spare, subscriptions, renewing: [0] };
  },
  // O01 long before its renewal.
  VISIOCLIENT: (held, draw) => {
    const spare = share(held, 0.1 + 0.2 * draw.next());
    const enabled = seatsWithSpare(held, spare);
    return { ...quiet, enabled, spare, subscriptions: [bought(enabled, 200)] };
  },
  // As many free seats as the buffer allows, renewing soon: nothing to say.
  SPE_E3: (held) => {
    const enabled = seatsWithSpare(held, 0);
    return { ...quiet, enabled, subscriptions: [bought(enabled, 30)] };
  },
  // O02: more held than bought.
  POWER_BI_PRO: (held, draw) => {
    const missing = Math.min(held, share(held, 0.02 + 0.03 * draw.next()));
    const enabled = held - missing;
    return { ...quiet, enabled, missing, subscriptions: [bought(enabled, 120)] };
  },
  // O04 for the subscription in grace; with its seats exactly as many as are held, so no O02.
  PROJECTPROFESSIONAL: (held) => {
    const warning = Math.min(held, share(held, 0.1));
    const inGrace = { ...bought(warning, 12), status: 'Warning' } as const;
    const subscriptions = [bought(held - warning, 240), inGrace];
    return { ...quiet, enabled: held - warning, warning, subscriptions, ending: warning > 0 ? [1] : [] };
  },
  // O04 for seats in grace of which no subscription tells.
  MCOMEETADV: (held) => {
    const enabled = held + 1;
    return { ...quiet, enabled, warning: 3, unexplained: 3, subscriptions: [bought(enabled, 150)] };
  },
  // O04 for a trial; its free seats are nobody's waste.
  PROJECT_P1: () => ({
    ...quiet,
    enabled: 25,
    subscriptions: [{ ...bought(25, 21), isTrial: true }],
    ending: [0],
  }),
  // Excluded by the policy, suspended, for the whole company, or free: nothing to say about free seats.
  DYN365_ENTERPRISE_SALES: () => ({ ...quiet, enabled: 40, subscriptions: [bought(40, 45)] }),
  INTUNE_A: () => ({
    ...quiet,
    capabilityStatus: 'Suspended',
    enabled: 0,
    suspended: 50,
    subscriptions: [{ ...bought(50, 3), status: 'Suspended' }],
  }),
  SHAREPOINTSTORAGE: () => ({ ...quiet, enabled: 500, subscriptions: [bought(500, 20)] }),
  WINDOWS_STORE: freeOfCharge,
  FLOW_FREE: freeOfCharge,
  POWER_BI_STANDARD: freeOfCharge,
};

/** SKUs that a tenant has even when nobody holds one. */
export const alwaysListed: ReadonlySet<string> = new Set([
  ...['ENTERPRISEPACK', 'SPE_E3', 'VISIOCLIENT', 'MCOMEETADV', 'PROJECT_P1', 'DYN365_ENTERPRISE_SALES'],
  ...['INTUNE_A', 'SHAREPOINTSTORAGE', 'WINDOWS_STORE', 'FLOW_FREE', 'POWER_BI_STANDARD'],
]);

/** SKUs that the tenant's policy excludes. */
export const excludedSkus: readonly string[] = ['DYN365_ENTERPRISE_SALES'];

/** The stock of a SKU of which so many seats are held. */
export const stockOf = (seed: number, partNumber: string, held: number, month: string): Stock =>
  (makers[partNumber] ?? inOrder)(held, createDraw(seed, 'stock', partNumber, month));
