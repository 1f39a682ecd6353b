import type { Evidence } from '../../../shared/licences/audit-result.ts';
import { dayText, noDay } from '../activity/days.ts';
import { reportNames } from '../reports/report-facts.ts';
import type { Draft } from './draft.ts';
import { type HeldSeat, type RuleContext, type UserCase, usersField } from './rule-context.ts';
import { removalDraft } from './seat-draft.ts';

/** A shared mailbox needs a licence from 50 GB on (Exchange Online limits); GB = 10⁹ bytes. */
export const sharedMailboxBytes = 50e9;

const purposeEvidence = (purpose: string | null): Evidence => ({
  source: 'mailboxSettings',
  field: 'userPurpose',
  value: purpose,
});

const notPersonal = new Set(['shared', 'room', 'equipment']);

/** W01: a disabled account that holds a paid seat. */
const disabled = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { user, purpose, paid } = userCase;
  if (user.isEnabled !== false || (purpose !== null && notPersonal.has(purpose))) return [];
  return paid.map((held) =>
    removalDraft(context, userCase, held, {
      rule: 'W01',
      confidence: 'high',
      automation: purpose === null ? 'review' : 'approve',
      evidence: [usersField('accountEnabled', 'false'), purposeEvidence(purpose)],
    }),
  );
};

/** W05: an enabled guest that holds a paid seat. */
const guest = (context: RuleContext, userCase: UserCase): readonly Draft[] =>
  !userCase.user.isGuest || userCase.user.isEnabled !== true
    ? []
    : userCase.paid.map((held) =>
        removalDraft(context, userCase, held, {
          rule: 'W05',
          confidence: 'high',
          automation: 'review',
          evidence: [usersField('userType', 'Guest')],
        }),
      );

/** W06: the leave date has passed. */
const left = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { leaveDay } = userCase.user;
  if (leaveDay === noDay || leaveDay >= context.asOfDay) return [];
  return userCase.paid.map((held) =>
    removalDraft(context, userCase, held, {
      rule: 'W06',
      confidence: 'high',
      automation: 'approve',
      evidence: [usersField('employeeLeaveDateTime', dayText(leaveDay))],
    }),
  );
};

/** W07: a shared mailbox small enough to need no licence. */
const sharedMailbox = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  if (userCase.purpose !== 'shared') return [];
  const report = context.reports.get(reportNames.mailbox);
  const mailbox = report?.of(userCase.user.place);
  const storageBytes = mailbox?.storageBytes ?? null;
  const hasArchive = mailbox?.hasArchive ?? null;
  if (hasArchive === true || (storageBytes !== null && storageBytes >= sharedMailboxBytes)) return [];
  const isKnown = storageBytes !== null && hasArchive !== null;
  const isSound = report !== undefined && context.quality.isSound(report);
  const evidence: readonly Evidence[] = [
    purposeEvidence('shared'),
    {
      source: reportNames.mailbox,
      field: 'Storage Used (Byte)',
      value: storageBytes === null ? null : String(storageBytes),
    },
    {
      source: reportNames.mailbox,
      field: 'Has Archive',
      value: hasArchive === null ? null : String(hasArchive),
    },
  ];
  return userCase.paid.map((held) =>
    removalDraft(context, userCase, held, {
      rule: 'W07',
      confidence: isKnown && isSound ? 'high' : 'low',
      automation: isKnown ? 'approve' : 'review',
      evidence,
    }),
  );
};

/** W08: a room or a device needs no licence but a Teams Rooms one. */
const room = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { purpose } = userCase;
  if (purpose !== 'room' && purpose !== 'equipment') return [];
  const isOther = ({ facts }: HeldSeat): boolean => !context.kinds.isTeamsRooms(facts.sku.partNumber);
  return userCase.paid.filter(isOther).map((held) =>
    removalDraft(context, userCase, held, {
      rule: 'W08',
      confidence: 'high',
      automation: 'review',
      evidence: [purposeEvidence(purpose)],
    }),
  );
};

/** Rules about what an account is: disabled, guest, left, shared mailbox, room. */
export const accountRules = [disabled, guest, left, sharedMailbox, room] as const;
