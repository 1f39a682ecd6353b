import type { LicenseAssignmentState, MailboxPurpose } from './entities.ts';
import type { GroupKey } from './group-plan.ts';
import type { PlantedRule } from './interface.ts';
import type { Draw } from './random.ts';

/** What a person does. Every time is days before the tenant's day; null: never. */
export interface Use {
  readonly signIn: number | null;
  readonly exchange: number | null;
  readonly oneDrive: number | null;
  readonly sharePoint: number | null;
  readonly teams: number | null;
  readonly yammer: number | null;
  readonly copilot: number | null;
  /** Last use of Microsoft 365 Apps on each platform. */
  readonly desktop: number | null;
  readonly desktopKind: 'windows' | 'mac';
  readonly mobile: number | null;
  readonly web: number | null;
  /** Activation of the desktop apps. */
  readonly activated: number | null;
  /** Calls and organised meetings in 180 days, the last of them `called` days ago. */
  readonly calls: number;
  readonly organised: number;
  readonly called: number | null;
  readonly mailboxBytes: number;
  readonly hasArchive: boolean;
  /** A mailbox that was made a moment ago is not in the report yet. */
  readonly isInMailboxReport: boolean;
  /** Null: no OneDrive yet. */
  readonly oneDriveBytes: number | null;
}

export interface WaySketch {
  /** Null: assigned directly. */
  readonly group: GroupKey | null;
  readonly state: LicenseAssignmentState['state'];
  readonly error: LicenseAssignmentState['error'];
}

export interface SeatSketch {
  readonly sku: string;
  readonly ways: readonly WaySketch[];
  /** Days since the assignment; undefined: some time after the account was made. */
  readonly sinceDays?: number;
  /** Plans that are on, all others are off; undefined: all are on. */
  readonly keeps?: readonly string[];
  /** Plans that are off. */
  readonly drops?: readonly string[];
}

/** A finding that an audit must report for the person; `by` is the stronger rule that counts the seat. */
export interface Expectation {
  readonly rule: PlantedRule;
  readonly sku: string;
  readonly by: PlantedRule | null;
}

export type AccountKind = 'member' | 'guest' | 'service' | 'shared' | 'room' | 'equipment' | 'breakGlass';

/** A person or a mailbox, before names and dates. */
export interface Sketch {
  readonly kind: AccountKind;
  readonly isEnabled: boolean;
  /** Null: no mailbox, or Graph does not tell. */
  readonly purpose: MailboxPurpose | null;
  /** Days until the leave date, negative when it has passed; null: none. */
  readonly leavesInDays: number | null;
  readonly isProtected: boolean;
  readonly seats: readonly SeatSketch[];
  readonly use: Use;
  readonly expects: readonly Expectation[];
}

/** A way to be: healthy, wasteful in one way, or just short of it. */
export interface Persona {
  readonly name: string;
  /** How often it is drawn, relative to its peers. */
  readonly weight: number;
  /** The account is at least that old, or the story is impossible. */
  readonly minAgeDays: number;
  /** The account is exactly that old, for the limit of the grace. */
  readonly createdDaysAgo?: number;
  /** The finding needs `signInActivity`. */
  readonly needsPremium?: boolean;
  sketch(draw: Draw): Sketch;
}

const GB = 1e9;

/** Somebody whose last activity of any kind was exactly `lastDays` ago. */
export const usedUntil = (draw: Draw, lastDays: number, over: Partial<Use> = {}): Use => {
  const later = (most: number): number => lastDays + draw.between(0, most);
  const teams = later(3);
  return {
    signIn: later(3),
    exchange: lastDays,
    oneDrive: later(8),
    sharePoint: later(9),
    teams,
    yammer: draw.chance(0.15) ? later(12) : null,
    copilot: null,
    desktop: later(2),
    desktopKind: draw.chance(0.85) ? 'windows' : 'mac',
    mobile: draw.chance(0.7) ? later(6) : null,
    web: draw.chance(0.6) ? later(8) : null,
    activated: lastDays + draw.between(60, 900),
    calls: draw.between(6, 240),
    organised: draw.between(3, 60),
    called: teams,
    mailboxBytes: draw.between(2_100, 45_000) * 1e6,
    hasArchive: draw.chance(0.12),
    isInMailboxReport: true,
    oneDriveBytes: draw.between(200, 90_000) * 1e6,
    ...over,
  };
};

/** Somebody who worked in the last days. */
export const active = (draw: Draw, over: Partial<Use> = {}): Use =>
  usedUntil(draw, draw.between(2, 8), { signIn: draw.between(0, 3), ...over });

/** Works with mail, files and chat on a phone or in a browser; has no desktop apps. */
export const mobileOnly: Partial<Use> = { desktop: null, activated: null };

export const smallStorage = (draw: Draw): Partial<Use> => ({
  mailboxBytes: draw.between(20, 1_900) * 1e6,
  hasArchive: false,
  oneDriveBytes: draw.between(1, 1_500) * 1e6,
});

/** Never used anything. An empty mailbox holds a few folders. */
export const unused: Use = {
  signIn: null,
  exchange: null,
  oneDrive: null,
  sharePoint: null,
  teams: null,
  yammer: null,
  copilot: null,
  desktop: null,
  desktopKind: 'windows',
  mobile: null,
  web: null,
  activated: null,
  calls: 0,
  organised: 0,
  called: null,
  mailboxBytes: 0.001 * GB,
  hasArchive: false,
  isInMailboxReport: true,
  oneDriveBytes: null,
};

const activeWay = (group: GroupKey | null): WaySketch => ({ group, state: 'Active', error: 'None' });

/** A SKU that comes directly, or through a group. */
export const seat = (
  sku: string,
  group: GroupKey | null = null,
  over: Partial<Omit<SeatSketch, 'sku'>> = {},
): SeatSketch => ({ sku, ways: [activeWay(group)], ...over });

/** A SKU that comes directly and through a group. */
export const seatTwice = (sku: string, group: GroupKey): SeatSketch => ({
  sku,
  ways: [activeWay(null), activeWay(group)],
});

export const expect = (rule: PlantedRule, sku: string, by: PlantedRule | null = null): Expectation => ({
  rule,
  sku,
  by,
});

/** An employee with a mailbox. */
export const member = (use: Use, seats: readonly SeatSketch[], over: Partial<Sketch> = {}): Sketch => ({
  kind: 'member',
  isEnabled: true,
  purpose: 'user',
  leavesInDays: null,
  isProtected: false,
  seats,
  use,
  expects: [],
  ...over,
});

/** A mailbox or account that nobody signs in to. */
export const mailbox = (
  kind: 'shared' | 'room' | 'equipment',
  use: Use,
  seats: readonly SeatSketch[],
  expects: readonly Expectation[] = [],
): Sketch => member(use, seats, { kind, purpose: kind, isEnabled: false, expects });
