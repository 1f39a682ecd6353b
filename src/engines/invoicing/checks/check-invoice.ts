import type { InvoiceFacts } from '../invoice-facts.ts';
import { amountRules } from './amount-rules.ts';
import { codeRules } from './code-rules.ts';
import { lineRules } from './line-rules.ts';
import { nationalRules } from './national-rules.ts';
import { peppolRules, peppolSpecification } from './peppol-rules.ts';
import type { Rule } from './rule.ts';
import { structureRules } from './structure-rules.ts';
import { taxRules } from './tax-rules.ts';
import { valueAt } from './value-at.ts';

/** A rule that a document breaks, and where. */
export interface Violation {
  readonly rule: string;
  readonly severity: 'fatal' | 'warning';
  readonly sentence: string;
  /** Path inside the invoice document, such as `lines[3].tax.rate`. */
  readonly path: string;
  readonly found?: string | undefined;
}

const coreRules: readonly Rule[] = [
  ...structureRules,
  ...lineRules,
  ...amountRules,
  ...taxRules,
  ...codeRules,
];
const allRules: readonly Rule[] = [...coreRules, ...peppolRules, ...nationalRules];

const textAt = (facts: InvoiceFacts, path: string): string | undefined => {
  const value = valueAt(facts, path);
  return typeof value === 'string' ? value : undefined;
};

/**
 * Checks an invoice by the business rules of EN 16931-1, and where it says that it follows Peppol BIS 3 by Peppol's
 * rules and those of the seller's country too. No violation means that the official validation finds none of these
 * either; the form of a document (empty elements, elements twice) is looked at by `checkUbl`.
 */
export const checkInvoice = (facts: InvoiceFacts): readonly Violation[] => {
  const rules = facts.specification?.startsWith(peppolSpecification) ? allRules : coreRules;
  return rules.flatMap(({ id, sentence, severity = 'fatal', check }) =>
    check(facts).map(({ path, found }) => ({
      rule: id,
      severity,
      sentence,
      path,
      found: found ?? textAt(facts, path),
    })),
  );
};
