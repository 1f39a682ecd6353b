import type { Automation, Confidence, Evidence, RuleId } from '../../../shared/licences/audit-result.ts';
import {
  type Draft,
  differenceSaved,
  isWorthwhile,
  priceEvidence,
  priceSaved,
  userSubject,
} from './draft.ts';
import { removalOf, swapOf } from './removal.ts';
import type { HeldSeat, RuleContext, UserCase } from './rule-context.ts';
import type { Offer } from './sku-facts.ts';

interface Judgement {
  readonly rule: RuleId;
  readonly confidence: Confidence;
  readonly automation: Automation;
  readonly evidence: readonly Evidence[];
}

/** A finding that frees the whole seat. */
export const removalDraft = (
  context: RuleContext,
  userCase: UserCase,
  held: HeldSeat,
  judgement: Judgement,
): Draft => {
  const { price, sku } = held.facts;
  return {
    ...judgement,
    ...removalOf(context, userCase, held, judgement.automation),
    subject: userSubject(userCase.user),
    skuPartNumber: sku.partNumber,
    quantity: 1,
    saving: priceSaved(price),
    savingKind: 'freed-seat',
    evidence: [...judgement.evidence, ...priceEvidence(price)],
    seats: [held.seat.skuId],
  };
};

/** A finding that replaces the seat by a lesser SKU; none when that saves nothing. */
export const swapDraft = (
  userCase: UserCase,
  held: HeldSeat,
  to: Partial<Offer>,
  judgement: Judgement,
): readonly Draft[] => {
  const { price, sku } = held.facts;
  const saving = differenceSaved(price, to.price);
  if (!isWorthwhile(saving)) return [];
  return [
    {
      ...judgement,
      subject: userSubject(userCase.user),
      skuPartNumber: sku.partNumber,
      quantity: 1,
      saving,
      savingKind: 'freed-seat',
      evidence: [
        ...judgement.evidence,
        ...priceEvidence(price),
        ...(to.sku ? priceEvidence(to.price, to.sku.partNumber) : []),
      ],
      action: swapOf(userCase, [held], to.sku),
      seats: [held.seat.skuId],
    },
  ];
};
