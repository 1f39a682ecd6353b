import type { Evidence } from '../../../shared/licences/audit-result.ts';
import { usablePlans } from '../catalogue/covers.ts';
import { reportNames, type UserReport } from '../reports/report-facts.ts';
import { sharedMailboxBytes } from './account-rules.ts';
import type { Draft } from './draft.ts';
import { freshReport, type HeldSeat, type RuleContext, type UserCase } from './rule-context.ts';
import { swapDraft } from './seat-draft.ts';
import type { Offer } from './sku-facts.ts';

/** Storage of a frontline worker's mailbox and OneDrive: 2 GB each (Microsoft 365 F3); GB = 10⁹ bytes. */
const frontlineBytes = 2e9;

const seen = (source: string, field: string, value: string | number | boolean | null): Evidence => ({
  source,
  field,
  value: value === null ? null : String(value),
});

const offerOf = (context: RuleContext, partNumber: string): Partial<Offer> => {
  const found = context.skus.byPartNumber(partNumber);
  return found ? { sku: found.sku, ...(found.price ? { price: found.price } : {}) } : {};
};

/**
 * R01: an E5 whose calls and meetings show no use of what only E5 has. Security and compliance plans leave no
 * usage in Graph, so a person always reviews it.
 */
const withoutE5Use = (context: RuleContext, userCase: UserCase): readonly Draft[] =>
  userCase.paid.flatMap((held): readonly Draft[] => {
    const lesser = context.kinds.e3Of(held.facts.sku.partNumber);
    const teams = freshReport(context, reportNames.teams, userCase.user);
    if (lesser === undefined || !teams || teams.callsAndMeetings === null || teams.callsAndMeetings > 0)
      return [];
    return swapDraft(userCase, held, offerOf(context, lesser), {
      rule: 'R01',
      confidence: userCase.activity.confidence,
      automation: 'review',
      evidence: [
        {
          ...seen(reportNames.teams, 'Call Count, Meetings Organized Count', '0'),
          note: 'security and compliance plans leave no usage in Graph',
        },
      ],
    });
  });

interface LightUse {
  readonly mailbox: UserReport;
  readonly mailboxBytes: number;
  readonly evidence: readonly Evidence[];
}

/** Web and mobile only, mailbox known and without archive; nothing where a fresh report does not say so. */
const lightUse = (context: RuleContext, { user }: UserCase): LightUse | undefined => {
  const apps = freshReport(context, reportNames.apps, user);
  if (!apps || apps.periodDays < context.parameters.desktopDays || apps.usesDesktop) return undefined;
  const mailbox = freshReport(context, reportNames.mailbox, user);
  if (!mailbox || mailbox.storageBytes === null || mailbox.hasArchive !== false) return undefined;
  return {
    mailbox,
    mailboxBytes: mailbox.storageBytes,
    evidence: [
      seen(reportNames.apps, 'Windows, Mac', 'No'),
      seen(reportNames.apps, 'Report Period', apps.periodDays),
      seen(reportNames.mailbox, 'Storage Used (Byte)', mailbox.storageBytes),
      seen(reportNames.mailbox, 'Has Archive', false),
    ],
  };
};

const cheapestWithoutDesktop = (context: RuleContext, { facts }: HeldSeat): Partial<Offer> => {
  const targets = context.kinds.withoutDesktop.map((partNumber) => offerOf(context, partNumber));
  const priced = targets.filter(
    ({ price }) =>
      price !== undefined && (facts.price === undefined || price.currency === facts.price.currency),
  );
  const [first, ...others] = priced;
  if (!first) return targets[0] ?? {};
  return others.reduce((best, each) => (each.price?.amount.lt(best.price?.amount ?? 0) ? each : best), first);
};

/** R02: an E3 without desktop apps in use. */
const withoutDesktopUse = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const candidates = userCase.paid.filter(({ facts }) => context.kinds.isE3(facts.sku.partNumber));
  const light = candidates.length === 0 ? undefined : lightUse(context, userCase);
  if (!light || light.mailboxBytes >= sharedMailboxBytes) return [];
  return candidates.flatMap((held) =>
    swapDraft(userCase, held, cheapestWithoutDesktop(context, held), {
      rule: 'R02',
      confidence: userCase.activity.confidence,
      automation: 'review',
      evidence: light.evidence,
    }),
  );
};

/** R03: so little use that a frontline licence is enough. */
const frontlineUse = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const candidates = userCase.paid.filter(({ facts }) =>
    context.kinds.isFrontlineSource(facts.sku.partNumber),
  );
  const light = candidates.length === 0 ? undefined : lightUse(context, userCase);
  if (!light || light.mailboxBytes >= frontlineBytes) return [];
  const oneDriveBytes = freshReport(context, reportNames.oneDrive, userCase.user)?.storageBytes ?? null;
  if (oneDriveBytes === null || oneDriveBytes >= frontlineBytes) return [];
  return candidates.flatMap((held) =>
    swapDraft(userCase, held, offerOf(context, context.kinds.frontlineTarget), {
      rule: 'R03',
      confidence: userCase.activity.confidence,
      automation: 'review',
      evidence: [...light.evidence, seen(reportNames.oneDrive, 'Storage Used (Byte)', oneDriveBytes)],
    }),
  );
};

/** The suite without its desktop apps, for R09: the cheapest SKU that covers the rest. */
export const plansWithoutDesktop = (context: RuleContext, { facts, seat }: HeldSeat) => {
  const enabled = usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans });
  const rest = enabled.filter(({ key }) => !context.kinds.isDesktopApps(key));
  return { rest, hasDesktop: rest.length < enabled.length };
};

/** Rules about a lesser SKU that would do: E5 to E3, E3 to E1 or Business Basic, E1 or E3 to F3. */
export const stepDownRules = [withoutE5Use, withoutDesktopUse, frontlineUse] as const;
