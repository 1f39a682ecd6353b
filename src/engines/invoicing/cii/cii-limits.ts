import { exactOf } from '../amounts.ts';
import type { Violation } from '../checks/check-invoice.ts';
import { taxesInUse } from '../checks/parts.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';

const preceding = ({ precedingInvoices }: InvoiceFacts): readonly Violation[] =>
  precedingInvoices.length <= 1
    ? []
    : [
        {
          rule: 'CII D16B',
          severity: 'fatal',
          sentence: 'Cross Industry Invoice D16B refers to one preceding invoice; UBL to as many as needed.',
          path: 'precedingInvoices[1]',
          found: precedingInvoices[1]?.number,
        },
      ];

/** EN 16931 lets IGIC be 0 %, and so does its validation of UBL; that of CII (release of 2026-04) does not. */
const canaryRates = (facts: InvoiceFacts): readonly Violation[] =>
  taxesInUse(facts)
    .filter(({ item }) => item.category === 'L' && exactOf(item.rate).isZero())
    .map(({ path, item }) => ({
      rule: 'BR-AF-05',
      severity: 'fatal',
      sentence:
        'IGIC (L) has a rate above 0 in CII; UBL takes 0 as well, and category Z or E is for what bears none.',
      path: `${path}.rate`,
      found: item.rate,
    }));

/** What EN 16931 allows, and the XML Schema or the official validation of CII D16B does not. */
export const ciiLimitsOf = (facts: InvoiceFacts): readonly Violation[] => [
  ...preceding(facts),
  ...canaryRates(facts),
];
