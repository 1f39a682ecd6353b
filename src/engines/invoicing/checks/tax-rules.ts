import type { TaxCategory } from '../../../shared/invoicing/code-lists.ts';
import { exactOf, sumOf } from '../amounts.ts';
import type { AdjustmentFacts, InvoiceFacts, LineFacts, TaxFacts } from '../invoice-facts.ts';
import { breakdownOf, taxesIn, taxesInUse } from './parts.ts';
import { expectAt, type Finding, isPresent, type Rule, ruleOfEach } from './rule.ts';

/** What EN 16931 demands for one VAT category; rules of different categories differ in this only. */
interface CategoryRules {
  readonly category: TaxCategory;
  /** How the rules are called: BR-S-01, BR-IC-01 … */
  readonly prefix: string;
  readonly meaning: string;
  readonly rate: 'positive' | 'zero' | 'any' | 'none';
  readonly byRate: boolean;
  readonly needsReason: boolean;
  readonly parties: string;
  /** Where identifiers for VAT are missing or must not be; `undefined` where they are right. */
  readonly partyFault: (facts: InvoiceFacts) => string | undefined;
}

const hasVatId = ({ seller, taxRepresentative }: InvoiceFacts): boolean =>
  isPresent(seller.vatId) || isPresent(taxRepresentative?.vatId);

const sellerRegistered = (facts: InvoiceFacts): string | undefined =>
  hasVatId(facts) || isPresent(facts.seller.taxRegistration) ? undefined : 'seller.vatId';

const sellerWords =
  'the seller has a VAT identifier, a tax registration or a representative with a VAT identifier';

const bothRegistered = (facts: InvoiceFacts): string | undefined => {
  const { vatId, legalRegistration } = facts.buyer;
  return (
    sellerRegistered(facts) ?? (isPresent(vatId) || isPresent(legalRegistration) ? undefined : 'buyer.vatId')
  );
};

const acrossBorders = (facts: InvoiceFacts): string | undefined =>
  hasVatId(facts) ? (isPresent(facts.buyer.vatId) ? undefined : 'buyer.vatId') : 'seller.vatId';

const outsideScope = (facts: InvoiceFacts): string | undefined => {
  if (isPresent(facts.seller.vatId)) return 'seller.vatId';
  if (isPresent(facts.taxRepresentative?.vatId)) return 'taxRepresentative.vatId';
  return isPresent(facts.buyer.vatId) ? 'buyer.vatId' : undefined;
};

const registered = { parties: sellerWords, partyFault: sellerRegistered };
const taxed = { byRate: true, needsReason: false, ...registered };
const untaxed = { rate: 'zero', byRate: false, needsReason: true } as const;

const categories: readonly CategoryRules[] = [
  { category: 'S', prefix: 'BR-S', meaning: 'standard rated', rate: 'positive', ...taxed },
  {
    category: 'Z',
    prefix: 'BR-Z',
    meaning: 'zero rated',
    rate: 'zero',
    byRate: false,
    needsReason: false,
    ...registered,
  },
  { category: 'E', prefix: 'BR-E', meaning: 'exempt', ...untaxed, ...registered },
  {
    category: 'AE',
    prefix: 'BR-AE',
    meaning: 'reverse charge',
    ...untaxed,
    parties: `${sellerWords}, and the buyer a VAT identifier or a legal registration`,
    partyFault: bothRegistered,
  },
  {
    category: 'K',
    prefix: 'BR-IC',
    meaning: 'intra-community supply',
    ...untaxed,
    parties: 'seller (or representative) and buyer have VAT identifiers',
    partyFault: acrossBorders,
  },
  {
    category: 'G',
    prefix: 'BR-G',
    meaning: 'export',
    ...untaxed,
    parties: 'the seller or its representative has a VAT identifier',
    partyFault: (facts) => (hasVatId(facts) ? undefined : 'seller.vatId'),
  },
  {
    category: 'O',
    prefix: 'BR-O',
    meaning: 'not subject to VAT',
    ...untaxed,
    rate: 'none',
    parties: 'neither seller, representative nor buyer has a VAT identifier',
    partyFault: outsideScope,
  },
  { category: 'L', prefix: 'BR-AF', meaning: 'IGIC', rate: 'any', ...taxed },
  { category: 'M', prefix: 'BR-AG', meaning: 'IPSI', rate: 'any', ...taxed },
];

const places = ['lines', 'allowances', 'charges'] as const;

const rateWords = { positive: 'more than 0', zero: '0', any: '0 or more', none: 'absent' };
const rateHolds = (wanted: CategoryRules['rate'], rate: string | undefined): boolean => {
  if (wanted === 'none') return rate === undefined;
  if (rate === undefined) return false;
  const given = exactOf(rate);
  if (wanted === 'zero') return given.isZero();
  return wanted === 'positive' ? given.greaterThan(0) : !given.isNegative();
};

const usedIn = (facts: InvoiceFacts, category: string, place: (typeof places)[number]) =>
  taxesIn(facts, place).filter(({ item }) => item.category === category);

/** BR-x-01 to 07: the category is in the breakdown, the parties are registered, the rate fits. */
const useRules = (given: CategoryRules): readonly Rule[] => {
  const { category, prefix, meaning } = given;
  const inBreakdown = (facts: InvoiceFacts): readonly Finding[] => {
    const used = taxesInUse(facts).some(({ item }) => item.category === category);
    const groups = facts.taxBreakdown.filter((group) => group.category === category).length;
    return expectAt(
      'taxBreakdown',
      !used || (given.byRate ? groups > 0 : groups === 1),
      `${groups} groups of ${category}`,
    );
  };
  return [
    {
      id: `${prefix}-01`,
      sentence: `The VAT breakdown has ${given.byRate ? 'at least' : 'exactly'} one group that is ${meaning} where something is.`,
      check: inBreakdown,
    },
    ...places.map(
      (place, at): Rule => ({
        id: `${prefix}-0${at + 2}`,
        sentence: `Where something is ${meaning}, ${given.parties}.`,
        check: (facts) => {
          const fault = usedIn(facts, category, place).length > 0 ? given.partyFault(facts) : undefined;
          return fault === undefined ? [] : [{ path: fault }];
        },
      }),
    ),
    ...places.map(
      (place, at): Rule =>
        ruleOfEach(
          `${prefix}-0${at + 5}`,
          `The rate of what is ${meaning} is ${rateWords[given.rate]}.`,
          (facts) => usedIn(facts, category, place),
          (tax) => rateHolds(given.rate, tax.rate),
          '.rate',
        ),
    ),
  ];
};

const sameRate = (one: TaxFacts, other: TaxFacts): boolean =>
  exactOf(one.rate).equals(exactOf(other.rate)) && one.category === other.category;

const taxableOf = (facts: InvoiceFacts, group: TaxFacts) => {
  const inGroup = ({ tax }: LineFacts | AdjustmentFacts): boolean =>
    tax !== undefined && sameRate(tax, group);
  return sumOf(facts.lines.filter(inGroup).map(({ netAmount }) => netAmount))
    .minus(sumOf(facts.allowances.filter(inGroup).map(({ amount }) => amount)))
    .plus(sumOf(facts.charges.filter(inGroup).map(({ amount }) => amount)));
};

/** BR-x-08 to 10: what the group of the breakdown says. */
const groupRules = ({ category, prefix, meaning, rate, needsReason }: CategoryRules): readonly Rule[] => {
  const groups = (facts: InvoiceFacts) => breakdownOf(facts).filter(({ item }) => item.category === category);
  const hasReason = (group: InvoiceFacts['taxBreakdown'][number]) =>
    isPresent(group.exemptionReason) || isPresent(group.exemptionReasonCode);
  return [
    ruleOfEach(
      `${prefix}-08`,
      `The taxable amount of a group that is ${meaning} is the sum of its lines less allowances plus charges.`,
      groups,
      (group, facts) => exactOf(group.taxable).equals(taxableOf(facts, group)),
      '.taxable',
    ),
    ruleOfEach(
      `${prefix}-09`,
      `The VAT of what is ${meaning} is ${rate === 'zero' || rate === 'none' ? '0' : 'its taxable amount × its rate'}.`,
      groups,
      ({ amount, taxable, rate: percent }) =>
        rate === 'zero' || rate === 'none'
          ? exactOf(amount).isZero()
          : exactOf(taxable)
              .times(exactOf(percent))
              .div(100)
              .minus(exactOf(amount))
              .abs()
              .lessThanOrEqualTo('0.02'),
      '.amount',
    ),
    ruleOfEach(
      `${prefix}-10`,
      `A group that is ${meaning} has ${needsReason ? 'a reason or a reason code' : 'no reason'} for exemption; it is given at the tax of a line.`,
      groups,
      (group) => hasReason(group) === needsReason,
      '.exemptionReason',
    ),
  ];
};

const hasGroup = (facts: InvoiceFacts, category: string): boolean =>
  facts.taxBreakdown.some((group) => group.category === category);

const others = (place: (typeof places)[number]) => (facts: InvoiceFacts) =>
  hasGroup(facts, 'O') ? taxesIn(facts, place) : [];
const isOutside = (tax: TaxFacts): boolean => tax.category === 'O';

const deliveryRules: readonly Rule[] = [
  {
    id: 'BR-IC-11',
    sentence: 'An intra-community supply has a date of delivery (BT-72) or an invoicing period (BG-14).',
    check: (facts) =>
      expectAt(
        'delivery.date',
        !hasGroup(facts, 'K') ||
          isPresent(facts.delivery?.date) ||
          isPresent(facts.period?.start) ||
          isPresent(facts.period?.end),
      ),
  },
  {
    id: 'BR-IC-12',
    sentence: 'An intra-community supply has a country of delivery (BT-80).',
    check: (facts) =>
      expectAt(
        'delivery.address.country',
        !hasGroup(facts, 'K') || isPresent(facts.delivery?.address?.country),
      ),
  },
  {
    id: 'BR-O-11',
    sentence: 'What is not subject to VAT stands alone: no other group is in the breakdown.',
    check: (facts) => expectAt('taxBreakdown', !hasGroup(facts, 'O') || facts.taxBreakdown.length === 1),
  },
  ruleOfEach(
    'BR-O-12',
    'Beside a group that is not subject to VAT every line is of that category.',
    others('lines'),
    isOutside,
    '.category',
  ),
  ruleOfEach(
    'BR-O-13',
    'Beside a group that is not subject to VAT every allowance is of that category.',
    others('allowances'),
    isOutside,
    '.category',
  ),
  ruleOfEach(
    'BR-O-14',
    'Beside a group that is not subject to VAT every charge is of that category.',
    others('charges'),
    isOutside,
    '.category',
  ),
  ruleOfEach(
    'BR-45',
    'Each group of the breakdown has a taxable amount (BT-116).',
    breakdownOf,
    ({ taxable }) => isPresent(taxable),
    '.taxable',
  ),
  ruleOfEach(
    'BR-46',
    'Each group of the breakdown has a VAT amount (BT-117).',
    breakdownOf,
    ({ amount }) => isPresent(amount),
    '.amount',
  ),
  ruleOfEach(
    'BR-47',
    'Each group of the breakdown has a category (BT-118).',
    breakdownOf,
    ({ category }) => isPresent(category),
    '.category',
  ),
  ruleOfEach(
    'BR-48',
    'Each group of the breakdown has a rate (BT-119), except what is not subject to VAT.',
    breakdownOf,
    ({ category, rate }) => category === 'O' || isPresent(rate),
    '.rate',
  ),
];

/** EN 16931-1: rules of the VAT categories. */
export const taxRules: readonly Rule[] = [
  ...categories.flatMap((given) => [...useRules(given), ...groupRules(given)]),
  ...deliveryRules,
];
