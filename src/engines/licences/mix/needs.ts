import type { NeedKind } from '../../../shared/licences/mix-result.ts';
import { usablePlans } from '../catalogue/covers.ts';
import { reportNames } from '../reports/report-facts.ts';
import type { HeldSeat, RuleContext } from '../rules/rule-context.ts';
import type { Market } from './market.ts';
import type { MixPolicy } from './mix-policy.ts';
import type { Absence, Observed, Room, Use } from './observed-use.ts';
import type { PlanUse, PlanUses } from './plan-uses.ts';
import type { Profile } from './profiles.ts';

/** Why a plan is needed. */
export interface Reason {
  readonly kind: NeedKind;
  readonly source: string;
  readonly detail: string;
}

/** A plan in the edition that is needed: this one or a greater one must be there. */
export type Needs = ReadonlyMap<string, Reason>;

interface Asked {
  readonly plan: string;
  readonly reason: Reason;
}

/** What decides about needs besides the profile. */
export interface NeedRules {
  readonly context: RuleContext;
  readonly market: Market;
  readonly uses: PlanUses;
  readonly policy: MixPolicy;
  /** Plans of each baseline entry, in its order. */
  readonly baselinePlans: readonly (readonly string[])[];
}

const absences: Readonly<Record<Absence, string>> = {
  disabled: 'the account is disabled',
  left: 'the leave date has passed',
  inactive: 'no activity for a long time',
  never: 'no activity in any source',
};

const evidence = (source: string, detail: string): Reason => ({ kind: 'evidence', source, detail });
const unknownUse = (source: string): Reason => ({
  kind: 'unknown-use',
  source,
  detail: 'no fresh report says whether it is used: today’s edition stays',
});

/** The plan in a lesser edition, where the order of plans knows that edition to be lesser. */
const stepDown = ({ context }: NeedRules, plan: string, editions: readonly string[]): string =>
  editions.find((lesser) => context.order.atLeast(lesser).has(plan)) ?? plan;

const inRoom = (
  rules: NeedRules,
  plan: string,
  room: Room,
  editions: { readonly kiosk: readonly string[]; readonly standard: readonly string[] },
): string => (room === 'any' ? plan : stepDown(rules, plan, editions[room]));

const rooms: Readonly<Record<'mail' | 'files', Readonly<Record<Room, string>>>> = {
  mail: {
    kiosk: 'a mailbox of less than 2 GB without archive, no desktop apps',
    standard: 'a mailbox of less than 50 GB without archive',
    any: 'a mailbox of 50 GB or more, with an archive, or of unknown size',
  },
  files: {
    kiosk: 'files in use, less than 2 GB, no desktop apps',
    standard: 'files in use, less than 1 TB',
    any: 'files in use, 1 TB or more, or of unknown size',
  },
};

const observed = (state: Observed, plan: string, source: string, detail: string): readonly Asked[] => {
  if (state === 'unused') return [];
  return [{ plan, reason: state === 'used' ? evidence(source, detail) : unknownUse(source) }];
};

/** Office in the browser and on phones serves whatever else of it is used. */
const webUse = ({ desktop, files, mail, teams }: Use): Observed => {
  const states = [desktop, files, mail, teams];
  return states.includes('used') ? 'used' : states.includes('unknown') ? 'unknown' : 'unused';
};

const kept = (isKept: boolean, plan: string, kind: NeedKind, detail: string): readonly Asked[] =>
  isKept ? [{ plan, reason: { kind, source: 'policy', detail } }] : [];

type Ask = (rules: NeedRules, use: Use, plan: string) => readonly Asked[];

/** What one plan of today asks for, of a user whose use is seen. */
const askedByUse: Readonly<Record<PlanUse, Ask>> = {
  mail: (rules, use, plan) => {
    const edition = use.mail === 'used' ? inRoom(rules, plan, use.mailRoom, rules.uses.mailEditions) : plan;
    return observed(use.mail, edition, reportNames.mailbox, rooms.mail[use.mailRoom]);
  },
  mailArchive: (_, use, plan) =>
    use.mail === 'unused'
      ? []
      : observed(use.mailArchive, plan, reportNames.mailbox, 'the mailbox has an archive'),
  desktop: (_, use, plan) =>
    observed(use.desktop, plan, reportNames.apps, 'desktop apps on Windows or Mac in use'),
  web: (_, use, plan) =>
    observed(webUse(use), plan, reportNames.activeUsers, 'mail, files, Teams or apps in use'),
  files: (rules, use, plan) => {
    const edition =
      use.files === 'used' ? inRoom(rules, plan, use.filesRoom, rules.uses.filesEditions) : plan;
    return observed(use.files, edition, reportNames.oneDrive, rooms.files[use.filesRoom]);
  },
  teams: (_, use, plan) => observed(use.teams, plan, reportNames.teams, 'Teams in use'),
  calling: (_, use, plan) => observed(use.calling, plan, reportNames.teams, 'calls or organised meetings'),
  copilot: (_, use, plan) => observed(use.copilot, plan, reportNames.copilot, 'Copilot in use'),
  yammer: (_, use, plan) => observed(use.yammer, plan, reportNames.activeUsers, 'Viva Engage in use'),
  security: ({ policy }, _, plan) =>
    kept(policy.keepSecurity, plan, 'security', 'security and compliance plans leave no usage in Graph'),
  unknown: ({ policy }, _, plan) =>
    kept(policy.keepUnknown, plan, 'unobservable', 'its use leaves no trace in Graph'),
  extras: ({ policy }, _, plan) =>
    kept(policy.keepExtras, plan, 'extra', 'seeded with the suite, kept by policy'),
};

const askedByToday = (rules: NeedRules, { use }: Profile, plan: string): readonly Asked[] => {
  if (use.mode === 'seen') return askedByUse[rules.uses.of(plan)](rules, use, plan);
  if (use.mode === 'unseen') {
    const reason: Reason = {
      kind: 'unseen',
      source: 'reports',
      detail: 'no source covers the user: today’s plans stay',
    };
    return [{ plan, reason }];
  }
  const why = use.absence === null ? '' : absences[use.absence];
  if (rules.policy.inactive === 'keep') {
    return [{ plan, reason: { kind: 'absent', source: 'policy', detail: `${why}: today’s plans stay` } }];
  }
  if (!use.hasLargeSharedMailbox || !rules.uses.of(plan).startsWith('mail')) return [];
  return [
    {
      plan,
      reason: evidence('mailboxSettings', 'a shared mailbox that is large, archived or of unknown size'),
    },
  ];
};

/** Replaces plans for which the policy says that less is enough. */
const settle = ({ policy }: NeedRules, asked: Asked): readonly Asked[] => {
  const [, enough] = Object.entries(policy.enough).find(([plan]) => plan.toUpperCase() === asked.plan) ?? [];
  if (enough === undefined) return [asked];
  return enough === null ? [] : [{ ...asked, plan: enough.toUpperCase() }];
};

const baselineAsks = ({ policy, baselinePlans }: NeedRules, { use, groups }: Profile): readonly Asked[] =>
  policy.baseline.flatMap((entry, place): readonly Asked[] => {
    const applies =
      entry.everyone === true ? use.isMember : groups.includes(entry.group?.toLowerCase() ?? '');
    if (!applies || !use.isMember || use.absence === 'left') return [];
    const whom = entry.everyone === true ? 'everyone' : `group ${entry.group ?? ''}`;
    const detail = `baseline of ${whom}${entry.sku === undefined ? '' : `: ${entry.sku}`}`;
    return (baselinePlans[place] ?? []).map((plan) => ({
      plan,
      reason: { kind: 'baseline', source: 'policy', detail },
    }));
  });

/** Evidence says more than a default: it is the reason that is shown. */
const strength: readonly NeedKind[] = [
  'evidence',
  'baseline',
  'security',
  'unobservable',
  'extra',
  'unknown-use',
  'unseen',
  'absent',
];
const isStronger = (a: Reason, b: Reason): boolean => strength.indexOf(a.kind) < strength.indexOf(b.kind);

/**
 * What the users of a profile need of the seats that the mix may exchange, and by policy: each plan in the least
 * edition that evidence supports, never a greater one than today's unless a baseline asks for it. Plans that another
 * needed plan beats are left out.
 */
export const needsOf = (rules: NeedRules, profile: Profile, exchanged: readonly HeldSeat[]): Needs => {
  const needs = new Map<string, Reason>();
  const ask = (asked: Asked): void => {
    for (const { plan, reason } of settle(rules, asked)) {
      const known = needs.get(plan);
      if (known === undefined || isStronger(reason, known)) needs.set(plan, reason);
    }
  };
  for (const { seat, facts } of exchanged) {
    const hasRight = rules.market.rightsOf(facts.sku);
    for (const { key } of usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans })) {
      if (hasRight(key)) askedByToday(rules, profile, key).forEach(ask);
    }
  }
  for (const asked of baselineAsks(rules, profile)) ask(asked);
  const { order } = rules.context;
  const isBeaten = (plan: string): boolean =>
    [...order.atLeast(plan)].some((greater) => greater !== plan && needs.has(greater));
  return new Map([...needs].filter(([plan]) => !isBeaten(plan)).sort(([a], [b]) => (a < b ? -1 : 1)));
};
