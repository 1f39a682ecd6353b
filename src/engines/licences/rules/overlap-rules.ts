import type { Evidence } from '../../../shared/licences/audit-result.ts';
import { type Draft, priceEvidence, userSubject } from './draft.ts';
import { findOverlap, type Overlap, type Superfluous } from './overlap.ts';
import { swapOf } from './removal.ts';
import type { HeldSeat, RuleContext, UserCase } from './rule-context.ts';
import { removalDraft } from './seat-draft.ts';

/** Answers by context and set of SKUs: thousands of users hold the same set. */
const answers = new WeakMap<RuleContext, Map<string, Overlap>>();

const overlapOf = (context: RuleContext, { held, paid }: UserCase): Overlap => {
  const known = answers.get(context) ?? new Map<string, Overlap>();
  answers.set(context, known);
  const key = held.map(({ seat }) => `${seat.skuId} ${seat.disabledKey}`).join('|');
  const answer = known.get(key) ?? findOverlap(context, held, paid);
  known.set(key, answer);
  return answer;
};

const mostDecisions = 60;

const coverageEvidence = ({ coverage, coveredBy }: Superfluous): readonly Evidence[] => [
  { source: 'users', field: 'assignedLicenses', value: coveredBy.join(', ') },
  ...coverage.decisions.slice(0, mostDecisions).map(({ plan, coveredBy: by }) => ({
    source: 'catalogue',
    field: plan,
    value: by,
  })),
];

const superfluousDraft = (
  context: RuleContext,
  userCase: UserCase,
  rule: 'D02' | 'D03',
  found: Superfluous,
): readonly Draft[] => {
  const held = userCase.paid.find(({ seat }) => seat.skuId === found.skuId);
  if (!held) return [];
  const judgement = { rule, confidence: 'high', automation: 'approve' } as const;
  return [removalDraft(context, userCase, held, { ...judgement, evidence: coverageEvidence(found) })];
};

const bundleDraft = (userCase: UserCase, { bundling }: Overlap): readonly Draft[] => {
  if (!bundling) return [];
  const { bundle, saving, partIds } = bundling;
  const parts = userCase.paid.filter(({ seat }: HeldSeat) => partIds.includes(seat.skuId));
  return [
    {
      rule: 'D04',
      subject: userSubject(userCase.user),
      skuPartNumber: bundle.sku.partNumber,
      quantity: 1,
      saving: { amount: saving, currency: bundle.price.currency },
      savingKind: 'freed-seat',
      confidence: 'high',
      automation: 'review',
      evidence: [
        ...parts.flatMap(({ facts }) => priceEvidence(facts.price, facts.sku.partNumber)),
        ...priceEvidence(bundle.price, bundle.sku.partNumber),
      ],
      action: swapOf(userCase, parts, bundle.sku),
      seats: partIds,
    },
  ];
};

/** D02 add-on in suite, D03 suite in suite, D04 parts that cost more than a bundle. */
export const overlapRules = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  if (userCase.held.length < 2 || userCase.paid.length === 0) return [];
  const overlap = overlapOf(context, userCase);
  return [
    ...overlap.suites.flatMap((found) => superfluousDraft(context, userCase, 'D03', found)),
    ...overlap.addOns.flatMap((found) => superfluousDraft(context, userCase, 'D02', found)),
    ...bundleDraft(userCase, overlap),
  ];
};
