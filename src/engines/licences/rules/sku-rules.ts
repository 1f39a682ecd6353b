import type { Evidence, Finding } from '../../../shared/licences/audit-result.ts';
import { Exact } from '../../../shared/money.ts';
import { dayOfInstant, dayText, noDay } from '../activity/days.ts';
import type { Parameters } from '../policy.ts';
import type { GraphSubscription } from '../tenant/graph-schemas.ts';
import type { TenantSku } from '../tenant/tenant.ts';
import { type Draft, nothingSaved, priceEvidence, priceSaved } from './draft.ts';
import type { RuleContext } from './rule-context.ts';
import type { SkuFacts } from './sku-facts.ts';

const skuSubject = ({ sku }: SkuFacts): Finding['subject'] => ({
  kind: 'sku',
  id: sku.partNumber,
  label: sku.name,
});

const subscriptionSubject = (subscription: GraphSubscription, { sku }: SkuFacts): Finding['subject'] => ({
  kind: 'subscription',
  id: subscription.id,
  label: sku.name,
});

const skuEvidence = (field: string, value: string | number): Evidence => ({
  source: 'subscribedSkus',
  field,
  value: String(value),
});

const seatEvidence = ({ enabled, consumed, warning }: TenantSku): readonly Evidence[] => [
  skuEvidence('prepaidUnits.enabled', enabled),
  skuEvidence('prepaidUnits.warning', warning),
  skuEvidence('consumedUnits', consumed),
];

/** Seats kept free for newcomers: a share of all, rounded up, and never fewer than a few. */
export const spareBuffer = (enabled: number, parameters: Parameters): number =>
  Math.max(
    parameters.spareBufferSeats,
    new Exact(parameters.spareBufferShare).times(enabled).ceil().toNumber(),
  );

const isJudged = (facts: SkuFacts): boolean => !facts.isPassedOver && !facts.isExcluded && !facts.isTrial;

/** Seats beyond the buffer that nobody holds. */
const spareSeats = (facts: SkuFacts, parameters: Parameters): number => {
  const { seats, isPaid, isExcluded } = facts;
  if (!seats || !isPaid || isExcluded || seats.capabilityStatus !== 'Enabled') return 0;
  return Math.max(0, seats.enabled - seats.consumed - spareBuffer(seats.enabled, parameters));
};

const subscriptionsOf = ({ tenant }: RuleContext, { sku }: SkuFacts): readonly GraphSubscription[] =>
  (tenant.subscriptions ?? []).filter(({ skuId }) => skuId.toLowerCase() === sku.id);

/** When seats can be given up: the term's end from the price list, else the next lifecycle date ahead. */
const renewalDate = (context: RuleContext, facts: SkuFacts): string | null => {
  if (facts.price?.termEndDate) return facts.price.termEndDate;
  const days = subscriptionsOf(context, facts)
    .filter(({ isTrial }) => isTrial !== true)
    .map(({ nextLifecycleDateTime }) => dayOfInstant(nextLifecycleDateTime))
    .filter((day) => day >= context.asOfDay);
  return days.length === 0 ? null : dayText(Math.min(...days));
};

/** O01: seats that nobody holds, beyond the buffer. */
const spare = (context: RuleContext, facts: SkuFacts): readonly Draft[] => {
  const seats = spareSeats(facts, context.parameters);
  if (seats === 0 || !facts.seats) return [];
  const buffer = spareBuffer(facts.seats.enabled, context.parameters);
  return [
    {
      rule: 'O01',
      subject: skuSubject(facts),
      skuPartNumber: facts.sku.partNumber,
      quantity: seats,
      saving: priceSaved(facts.price, seats),
      savingKind: 'cash-at-renewal',
      confidence: 'high',
      automation: 'approve',
      evidence: [
        ...seatEvidence(facts.seats),
        { source: 'policy', field: 'buffer', value: String(buffer) },
        ...priceEvidence(facts.price),
      ],
      action: {
        kind: 'reduceSeats',
        skuId: facts.sku.id,
        seats: String(seats),
        renewalDate: renewalDate(context, facts),
      },
      seats: [],
    },
  ];
};

/** O02: more seats held than bought, those in grace included. */
const overAssigned = (_context: RuleContext, facts: SkuFacts): readonly Draft[] => {
  const { seats } = facts;
  const missing = seats ? seats.consumed - seats.enabled - seats.warning : 0;
  if (!seats || missing <= 0 || !isJudged(facts)) return [];
  return [
    {
      rule: 'O02',
      subject: skuSubject(facts),
      skuPartNumber: facts.sku.partNumber,
      quantity: missing,
      saving: nothingSaved(facts.price),
      savingKind: 'risk',
      confidence: 'high',
      automation: 'never',
      evidence: seatEvidence(seats),
      action: { kind: 'buySeats', alternative: 'freeSeats', skuId: facts.sku.id, seats: String(missing) },
      seats: [],
    },
  ];
};

const subscriptionEvidence = (subscription: GraphSubscription): readonly Evidence[] => {
  const { status, isTrial, nextLifecycleDateTime, totalLicenses } = subscription;
  const seen = (field: string, value: unknown): readonly Evidence[] =>
    value === null || value === undefined ? [] : [{ source: 'subscriptions', field, value: String(value) }];
  return [
    ...seen('status', status),
    ...seen('isTrial', isTrial),
    ...seen('nextLifecycleDateTime', nextLifecycleDateTime),
    ...seen('totalLicenses', totalLicenses),
  ];
};

/** O03: a subscription renews soon and its SKU has spare seats: O01 carries the money. */
const renewalNear = (context: RuleContext, facts: SkuFacts): readonly Draft[] => {
  const seats = spareSeats(facts, context.parameters);
  if (seats === 0) return [];
  return subscriptionsOf(context, facts).flatMap((subscription): readonly Draft[] => {
    const day = dayOfInstant(subscription.nextLifecycleDateTime);
    const days = day - context.asOfDay;
    const isNear = day !== noDay && days >= 0 && days <= context.parameters.renewalDays;
    if (subscription.isTrial === true || !isNear) return [];
    return [
      {
        rule: 'O03',
        subject: subscriptionSubject(subscription, facts),
        skuPartNumber: facts.sku.partNumber,
        quantity: seats,
        saving: nothingSaved(facts.price),
        savingKind: 'none',
        confidence: 'high',
        automation: 'approve',
        evidence: subscriptionEvidence(subscription),
        action: { kind: 'decideBefore', date: dayText(day), seats: String(seats) },
        seats: [],
      },
    ];
  });
};

const endingDraft = (
  subject: Finding['subject'],
  facts: SkuFacts,
  quantity: number,
  evidence: readonly Evidence[],
): Draft => ({
  rule: 'O04',
  subject,
  skuPartNumber: facts.sku.partNumber,
  quantity,
  saving: nothingSaved(facts.price),
  savingKind: 'risk',
  confidence: 'high',
  automation: 'never',
  evidence,
  action: { kind: 'decide', skuId: facts.sku.id },
  seats: [],
});

/** O04: a trial or an expired subscription will end; or seats are in grace and no subscription says why. */
const ending = (context: RuleContext, facts: SkuFacts): readonly Draft[] => {
  if (facts.isPassedOver || facts.isExcluded) return [];
  const subscriptions = subscriptionsOf(context, facts);
  const inGrace = subscriptions.filter(({ status }) => status === 'Warning');
  const found = subscriptions
    .filter((subscription) => subscription.isTrial === true || subscription.status === 'Warning')
    .map((subscription) =>
      endingDraft(
        subscriptionSubject(subscription, facts),
        facts,
        subscription.totalLicenses ?? 0,
        subscriptionEvidence(subscription),
      ),
    );
  const warning = facts.seats?.warning ?? 0;
  if (warning === 0 || inGrace.length > 0 || !facts.seats) return found;
  return [...found, endingDraft(skuSubject(facts), facts, warning, seatEvidence(facts.seats))];
};

/** Rules about a SKU and its subscriptions. */
export const skuRules = [spare, overAssigned, renewalNear, ending] as const;
