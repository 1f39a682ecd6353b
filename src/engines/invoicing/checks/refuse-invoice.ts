import type { InvoiceDocument } from '../../../shared/invoicing/invoice-document.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { checkInvoice, type Violation } from './check-invoice.ts';
import { taxesInUse } from './parts.ts';
import { valueAt } from './value-at.ts';

/** A group of the breakdown is computed; what is wrong with it stands at the first tax that made it. */
const inputPath = (facts: InvoiceFacts, path: string): string => {
  const [, at, field] = /^taxBreakdown\[(\d+)\]\.(.+)$/.exec(path) ?? [];
  const group = facts.taxBreakdown[Number(at)];
  if (at === undefined || field === undefined || group === undefined) return path;
  const tax = taxesInUse(facts).find(
    ({ item }) => item.category === group.category && item.rate === group.rate,
  );
  return tax ? `${tax.path}.${field}` : path;
};

/** EN 16931 has one reason for exemption in a group; two different ones cannot both be written. */
const clashingReasons = ({ lines }: InvoiceDocument): readonly Violation[] => {
  const reasons = new Map<string, string>();
  return lines.flatMap(({ tax }, at): readonly Violation[] => {
    const { category, exemptionReason, exemptionReasonCode } = tax;
    if (exemptionReason === undefined && exemptionReasonCode === undefined) return [];
    const reason = JSON.stringify([exemptionReason ?? null, exemptionReasonCode ?? null]);
    const known = reasons.get(category) ?? reason;
    reasons.set(category, known);
    const sentence =
      'There is one reason for exemption in each VAT category; the other is on an invoice of its own.';
    return known === reason
      ? []
      : [
          {
            rule: `BR-${category === 'K' ? 'IC' : category}-01`,
            severity: 'fatal',
            sentence,
            path: `lines[${at}].tax.exemptionReason`,
            found: reason,
          },
        ];
  });
};

const asText = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

/** The official NL-R-003 looks at a registration only where there is one; a Dutch seller of ours always states it. */
const missingRegistration = ({ seller, businessProcess }: InvoiceFacts): readonly Violation[] =>
  businessProcess === undefined || seller.address?.country !== 'NL' || seller.legalRegistration
    ? []
    : [
        {
          rule: 'NL-R-003',
          severity: 'fatal',
          sentence: 'A Dutch seller states its KvK (0106) or OIN (0190) number.',
          path: 'seller.legalRegistration',
        },
      ];

/** Why a document cannot become a valid invoice: the rules it breaks, each with its place in the document. */
export const refusalsOf = (document: InvoiceDocument, facts: InvoiceFacts): readonly Violation[] => [
  ...clashingReasons(document),
  ...missingRegistration(facts),
  ...checkInvoice(facts)
    .filter(({ severity }) => severity === 'fatal')
    .map((violation) => ({
      ...violation,
      path: inputPath(facts, violation.path),
      found: violation.found ?? asText(valueAt(facts, violation.path)),
    })),
];
