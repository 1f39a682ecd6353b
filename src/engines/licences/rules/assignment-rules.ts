import { Exact } from '../../../shared/money.ts';
import { usablePlans } from '../catalogue/covers.ts';
import type { Seat, Way } from '../tenant/tenant.ts';
import { cheapestCovering } from './cheapest-covering.ts';
import { type Draft, nothingSaved, userSubject } from './draft.ts';
import { givingGroups, type HeldSeat, type RuleContext, type UserCase, usersField } from './rule-context.ts';
import { swapDraft } from './seat-draft.ts';

const isDirect = ({ groupId }: Way): boolean => groupId === null;

const comesTwice = ({ ways }: Seat): boolean =>
  ways.some(isDirect) && ways.some((way) => !isDirect(way)) && ways.every(({ state }) => state === 'Active');

/** D01: assigned directly and through a group. No guard: taking the direct one away changes nothing. */
export const assignedTwice = (userCase: UserCase, held: HeldSeat): readonly Draft[] => {
  const { seat, facts } = held;
  if (facts.isTrial || !comesTwice(seat)) return [];
  const groupIds = givingGroups(seat);
  return [
    {
      rule: 'D01',
      subject: userSubject(userCase.user),
      skuPartNumber: facts.sku.partNumber,
      quantity: 1,
      saving: nothingSaved(facts.price),
      savingKind: 'none',
      confidence: 'high',
      automation: 'auto',
      evidence: [
        usersField('licenseAssignmentStates.assignedByGroup', null),
        ...groupIds.map((id) => usersField('licenseAssignmentStates.assignedByGroup', id)),
      ],
      action: { kind: 'removeDirectAssignment', userId: userCase.user.id, skuId: seat.skuId, groupIds },
      seats: [],
    },
  ];
};

/** G01: an assignment in error. No guard: the user lacks what somebody gave. */
export const assignmentError = (userCase: UserCase, { seat, facts }: HeldSeat): readonly Draft[] => {
  const failing = seat.ways.filter(({ state }) => state === 'Error' || state === 'ActiveWithError');
  if (facts.isTrial || failing.length === 0) return [];
  return [
    {
      rule: 'G01',
      subject: userSubject(userCase.user),
      skuPartNumber: facts.sku.partNumber,
      quantity: 1,
      saving: nothingSaved(facts.price),
      savingKind: 'risk',
      confidence: 'high',
      automation: 'never',
      evidence: failing.flatMap(({ state, error, groupId }) => [
        usersField('licenseAssignmentStates.state', state),
        usersField('licenseAssignmentStates.error', error),
        ...(groupId === null ? [] : [usersField('licenseAssignmentStates.assignedByGroup', groupId)]),
      ]),
      action: {
        kind: 'fixCause',
        userId: userCase.user.id,
        skuId: seat.skuId,
        errors: [...new Set(failing.map(({ error }) => error ?? 'Others'))].sort(),
      },
      seats: [],
    },
  ];
};

/** Four of five plans that people use are switched off: the seat is mostly empty. */
const mostlyShare = '0.8';

const mostlyDisabledSeat = (context: RuleContext, userCase: UserCase, held: HeldSeat): readonly Draft[] => {
  const { seat, facts } = held;
  const all = usablePlans({ sku: facts.sku });
  const enabled = usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans });
  const disabledCount = all.length - enabled.length;
  if (all.length === 0 || new Exact(mostlyShare).times(all.length).gt(disabledCount)) return [];
  const target = cheapestCovering(context, held, enabled, 'enabled');
  if (target === undefined && facts.price !== undefined && enabled.length > 0) return [];
  const nothingNeeded = enabled.length === 0 && facts.price !== undefined;
  const to = nothingNeeded ? { price: { ...facts.price, amount: new Exact(0) } } : (target ?? {});
  return swapDraft(userCase, held, to, {
    rule: 'G02',
    confidence: 'high',
    automation: 'review',
    evidence: [
      usersField('assignedLicenses.disabledPlans', `${disabledCount} of ${all.length}`),
      usersField(
        'enabledPlans',
        enabled
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 1024),
      ),
    ],
  });
};

/** G02: most of a paid seat's plans are switched off for the user. */
export const mostlyDisabled = (context: RuleContext, userCase: UserCase): readonly Draft[] =>
  userCase.paid.flatMap((held) =>
    held.seat.disabledPlans.size === 0 ? [] : mostlyDisabledSeat(context, userCase, held),
  );
