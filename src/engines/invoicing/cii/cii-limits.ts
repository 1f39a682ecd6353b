import type { Violation } from '../checks/check-invoice.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';

/** What EN 16931 allows and the XML Schema of CII D16B has no room for. */
export const ciiLimitsOf = ({ precedingInvoices }: InvoiceFacts): readonly Violation[] =>
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
