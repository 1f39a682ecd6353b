import { checkInvoice, type Violation } from '../checks/check-invoice.ts';
import { peppolSpecification } from '../checks/peppol-rules.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { parseUbl, readUblNode } from './read-ubl.ts';
import { formViolations, hasReadableNumbers } from './ubl-form.ts';

export interface CheckedUbl {
  readonly facts: Pick<InvoiceFacts, 'number' | 'specification'>;
  readonly violations: readonly Violation[];
}

const byRuleAndPath = ({ rule, path }: Violation): string => `${rule} ${path}`;

/**
 * Checks somebody's UBL: its form first, then by the rules of EN 16931 and those of Peppol BIS 3 where it claims to
 * follow it. Where a number is none, nothing can be added up, and only the form is reported.
 *
 * @throws AppError `invalid_input` where it is not readable XML, `unsupported_media` where it is no UBL document
 */
export const checkUbl = (xml: string): CheckedUbl => {
  const { root, type } = parseUbl(xml);
  const facts = readUblNode(root, type);
  const followsPeppol = facts.specification?.startsWith(peppolSpecification) === true;
  const form = formViolations(root, type === 'invoice' ? 'Invoice' : 'CreditNote', followsPeppol);
  const content = hasReadableNumbers(form) ? checkInvoice(facts) : [];
  const seen = new Set<string>();
  const violations = [...form, ...content].filter((each) => {
    const key = byRuleAndPath(each);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { facts, violations };
};
