import type { Automation, RuleId, SavingKind } from '../../../shared/licences/audit-result.ts';
import type { Parameters } from '../policy.ts';

/** What a rule is, for people: the page docs/licences.md is made from these. */
export interface RuleDefinition {
  readonly title: string;
  /** The condition, with the default values of its parameters. */
  readonly finds: string;
  readonly subject: 'user + SKU' | 'user + bundle SKU' | 'SKU' | 'subscription' | 'subscription, else SKU';
  readonly saving: string;
  readonly savingKind: SavingKind;
  readonly action: string;
  /** The most that is proposed; several where the facts decide. */
  readonly automation: readonly Automation[];
  readonly parameters: readonly (keyof Parameters)[];
  /** Whether excluded, protected and new users and free SKUs are passed over. */
  readonly isGuarded: boolean;
}

type Part = Partial<RuleDefinition> & Pick<RuleDefinition, 'title' | 'finds' | 'automation'>;

/** What most rules have in common: a seat of a user is freed. */
const seat = (part: Part): RuleDefinition => ({
  subject: 'user + SKU',
  saving: 'price of the SKU',
  savingKind: 'freed-seat',
  action: 'removeLicence',
  parameters: [],
  isGuarded: true,
  ...part,
});

const swap = (part: Part): RuleDefinition =>
  seat({ saving: 'difference of the two prices', action: 'swapLicences', ...part });

const silent = (part: Part): RuleDefinition => seat({ saving: '0', savingKind: 'none', ...part });

/** Every rule of the engine, by id. */
export const ruleDefinitions: Readonly<Record<RuleId, RuleDefinition>> = {
  D01: silent({
    title: 'Assigned twice',
    finds: 'the same SKU directly and through at least one group, all active',
    action: 'removeDirectAssignment',
    automation: ['auto'],
    isGuarded: false,
  }),
  D02: seat({
    title: 'Add-on in suite',
    finds: 'every enabled plan of an add-on that people use is matched or beaten by the user’s other SKUs',
    automation: ['approve'],
  }),
  D03: seat({
    title: 'Suite in suite',
    finds: 'two suites, one covered by the other',
    saving: 'price of the lesser SKU',
    automation: ['approve'],
  }),
  D04: swap({
    title: 'Parts dearer than the bundle',
    finds:
      'of the SKUs left after D02 and D03, some together cost more than one priced bundle that the user does not hold and that covers all their plans',
    subject: 'user + bundle SKU',
    saving: 'prices of the parts less the price of the bundle, counted against every seat it replaces',
    automation: ['review'],
  }),
  G01: silent({
    title: 'Assignment error',
    finds: 'an assignment in state Error or ActiveWithError',
    savingKind: 'risk',
    action: 'fixCause',
    automation: ['never'],
    isGuarded: false,
  }),
  G02: swap({
    title: 'Mostly disabled',
    finds: 'at least 80 % of the SKU’s plans that people use are switched off for the user',
    saving: 'difference to the cheapest SKU that covers the plans left on',
    automation: ['review'],
  }),
  O01: seat({
    title: 'Spare seats',
    finds:
      'enabled − consumed − buffer > 0; the buffer is 5 % of enabled, rounded up, at least 2; SKU enabled',
    subject: 'SKU',
    saving: 'spare seats × price of the SKU',
    savingKind: 'cash-at-renewal',
    action: 'reduceSeats',
    automation: ['approve'],
    parameters: ['spareBufferSeats', 'spareBufferShare'],
  }),
  O02: silent({
    title: 'Over-assigned',
    finds: 'consumed > enabled + warning',
    subject: 'SKU',
    savingKind: 'risk',
    action: 'buySeats or freeSeats',
    automation: ['never'],
  }),
  O03: silent({
    title: 'Renewal near',
    finds: 'a subscription renews within 60 days and its SKU has spare seats (O01 carries the money)',
    subject: 'subscription',
    action: 'decideBefore',
    automation: ['approve'],
    parameters: ['renewalDays'],
  }),
  O04: silent({
    title: 'Ending',
    finds: 'a trial, a subscription in grace (Warning), or seats in grace that no subscription explains',
    subject: 'subscription, else SKU',
    savingKind: 'risk',
    action: 'decide',
    automation: ['never'],
  }),
  R01: swap({
    title: 'E5 to E3',
    finds:
      'an E5 suite without calls or organised meetings in a fresh Teams report; security and compliance plans leave no usage in Graph',
    automation: ['review'],
  }),
  R02: swap({
    title: 'E3 to E1 or Business Basic',
    finds:
      'an E3 suite, no desktop apps in use over 180 days, mailbox < 50 GB without archive; to the cheaper of Office 365 E1 and Business Basic',
    automation: ['review'],
    parameters: ['desktopDays'],
  }),
  R03: swap({
    title: 'E1 or E3 to F3',
    finds:
      'Office 365 E1 or E3 or Microsoft 365 E3, as R02 with mailbox < 2 GB and OneDrive < 2 GB; to Microsoft 365 F3',
    automation: ['review'],
    parameters: ['desktopDays'],
  }),
  R05: seat({
    title: 'Copilot unused',
    finds:
      'Copilot assigned for at least 60 days, last used at least 30 days ago or never, by a fresh report',
    automation: ['approve'],
    parameters: ['copilotGraceDays', 'copilotIdleDays'],
  }),
  R08: seat({
    title: 'Calling unused',
    finds:
      'Teams Phone, Audio Conferencing or Teams Premium without calls or organised meetings in a fresh report of at least 90 days',
    automation: ['review'],
  }),
  R09: seat({
    title: 'Apps never activated',
    finds:
      'an Apps SKU or suite held for at least 90 days, covered by a fresh activations report, no activation',
    saving: 'price of an Apps SKU; of a suite the difference to the cheapest SKU that covers the rest',
    action: 'review',
    automation: ['review'],
  }),
  W01: seat({
    title: 'Disabled account',
    finds: 'accountEnabled is false and the mailbox is not shared, a room or equipment',
    automation: ['approve', 'review'],
  }),
  W02: seat({
    title: 'Inactive',
    finds: 'an enabled member without activity for at least 90 days',
    automation: ['approve', 'review'],
    parameters: ['inactiveDays'],
  }),
  W03: seat({
    title: 'Never used',
    finds:
      'an enabled member without a date in any source that covers the user, created at least 30 days ago',
    automation: ['review'],
    parameters: ['graceDays'],
  }),
  W04: silent({
    title: 'Going stale',
    finds: 'an enabled member whose last activity is 30 to 89 days ago',
    action: 'notifyUser',
    automation: ['never'],
    parameters: ['staleDays', 'inactiveDays'],
  }),
  W05: seat({ title: 'Guest', finds: 'an enabled guest with a paid SKU', automation: ['review'] }),
  W06: seat({
    title: 'Left',
    finds: 'the leave date is before the day of the audit',
    automation: ['approve'],
  }),
  W07: seat({
    title: 'Shared mailbox',
    finds:
      'the mailbox is shared, holds < 50 GB and has no archive; unknown storage is reviewed with low confidence',
    automation: ['approve', 'review'],
  }),
  W08: seat({
    title: 'Room or equipment',
    finds: 'the mailbox is of a room or equipment and the SKU is no Teams Rooms one',
    automation: ['review'],
  }),
  W09: seat({
    title: 'Signs in, uses nothing',
    finds:
      'an enabled member who signed in within 30 days, while no workload was used for 90 days by fresh reports that cover the user',
    action: 'review',
    automation: ['review'],
    parameters: ['staleDays', 'inactiveDays'],
  }),
};
