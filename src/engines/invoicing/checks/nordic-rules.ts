import { exactOf } from '../amounts.ts';
import type { InvoiceFacts, PaymentMeansFacts } from '../invoice-facts.ts';
import { allAdjustments, meansOf } from './parts.ts';
import { areBothIn } from './peppol-rules.ts';
import { isPresent, type Located, located, type Rule, rule, ruleOfEach } from './rule.ts';

const fromDenmark = ({ seller }: InvoiceFacts): boolean => seller.address?.country === 'DK';
const bothDk = (facts: InvoiceFacts): boolean => areBothIn('DK', facts);

const danishMeans = (facts: InvoiceFacts): readonly Located<PaymentMeansFacts>[] =>
  bothDk(facts) && facts.type === 'invoice' ? meansOf(facts) : [];

const byCode =
  (codes: readonly string[], holds: (means: PaymentMeansFacts) => boolean) =>
  (means: PaymentMeansFacts): boolean =>
    !codes.includes(means.code ?? '') || holds(means);

const giro = byCode(
  ['50'],
  ({ reference, account }) => /^(01|04|15)#/.test(reference ?? '') && /^\d{7,8}$/.test(account?.id ?? ''),
);
const giroLength = byCode(
  ['50'],
  ({ reference }) => !/^(04|15)#/.test(reference ?? '') || reference?.length === 19,
);
const fik = byCode(
  ['93'],
  ({ reference, account }) => /^(71|73|75)#/.test(reference ?? '') && account?.id?.length === 8,
);
const fikLength = byCode(
  ['93'],
  ({ reference }) => !/^(71|75)#/.test(reference ?? '') || [18, 19].includes(reference?.length ?? 0),
);

const isDanishDuty = (reason: string | undefined): boolean =>
  /^\d{4}$/.test(reason ?? '') || /^[^#].*#.*[^#]$/s.test(reason ?? '');

/** Rules of Peppol BIS 3 for Danish sellers. */
export const danishRules: readonly Rule[] = [
  rule(
    'DK-R-002',
    'A Danish seller has a CVR number as legal registration.',
    'seller.legalRegistration',
    (f) => !fromDenmark(f) || isPresent(f.seller.legalRegistration?.id),
  ),
  rule(
    'DK-R-014',
    'The legal registration of a Danish seller has scheme 0184.',
    'seller.legalRegistration.scheme',
    (f) => !fromDenmark(f) || !f.seller.legalRegistration || f.seller.legalRegistration.scheme === '0184',
  ),
  rule(
    'DK-R-016',
    'A credit note between Danish parties has no negative total.',
    'totals.due',
    (f) => !bothDk(f) || f.type !== 'creditNote' || !exactOf(f.totals.due).isNegative(),
  ),
  ruleOfEach(
    'DK-R-013',
    'Identifiers of Danish parties have a scheme.',
    (f) =>
      bothDk(f)
        ? [
            ...located('seller.identifiers', f.seller.identifiers),
            ...located('buyer.identifiers', f.buyer.identifiers),
          ]
        : [],
    ({ scheme }) => isPresent(scheme),
    '.scheme',
  ),
  ruleOfEach(
    'DK-R-004',
    'A duty (charge or allowance ZZZ) between Danish parties has a tax category of 4 digits or a text with # inside.',
    (f) => (bothDk(f) ? allAdjustments(f) : []),
    ({ reason, reasonCode }) => reasonCode !== 'ZZZ' || isDanishDuty(reason),
    '.reason',
  ),
  ruleOfEach(
    'DK-R-005',
    'Between Danish parties means of payment are 1, 10, 31, 42, 48, 49, 50, 58, 59, 93 or 97.',
    danishMeans,
    ({ code }) => '1 10 31 42 48 49 50 58 59 93 97'.split(' ').includes(code ?? ''),
    '.code',
  ),
  ruleOfEach(
    'DK-R-006',
    'Danish credit transfer (31, 42) has an account and a registration number.',
    danishMeans,
    byCode(['31', '42'], ({ account }) => isPresent(account?.id) && isPresent(account?.provider)),
    '.account',
  ),
  ruleOfEach(
    'DK-R-007',
    'Danish direct debit (49) has a mandate and the debited account.',
    danishMeans,
    byCode(['49'], ({ mandate }) => isPresent(mandate?.id) && isPresent(mandate?.debited)),
    '.mandate',
  ),
  ruleOfEach(
    'DK-R-008',
    'Danish giro (50) has a reference that starts with 01#, 04# or 15#, and an account of 7 or 8 digits.',
    danishMeans,
    giro,
    '.reference',
  ),
  ruleOfEach(
    'DK-R-009',
    'Danish giro with 04# or 15# has 16 digits after it.',
    danishMeans,
    giroLength,
    '.reference',
  ),
  ruleOfEach(
    'DK-R-010',
    'Danish FIK (93) has a reference that starts with 71#, 73# or 75#, and a creditor of 8 digits.',
    danishMeans,
    fik,
    '.reference',
  ),
  ruleOfEach(
    'DK-R-011',
    'Danish FIK with 71# or 75# has 15 or 16 digits after it.',
    danishMeans,
    fikLength,
    '.reference',
  ),
];
