import type { Decimal } from 'decimal.js';
import type { InvoiceDocument, InvoiceLanguage } from '../../shared/invoicing/invoice-document.ts';
import { Exact } from '../../shared/money.ts';
import { amountText, exactOf } from './amounts.ts';
import { taxOf } from './calculate-lines.ts';
import type { AdjustmentFacts, LineFacts, TaxBreakdownFacts, TaxFacts } from './invoice-facts.ts';

/** Reasons that the category itself states (BR-AE-10, BR-IC-10, BR-G-10, BR-O-10), in words and by VATEX code. */
const ownReasons: Readonly<Record<string, { readonly code: string } & Record<InvoiceLanguage, string>>> = {
  AE: {
    code: 'VATEX-EU-AE',
    en: 'Reverse charge',
    de: 'Steuerschuldnerschaft des Leistungsempfängers',
    nl: 'Btw verlegd',
    fr: 'Autoliquidation',
  },
  K: {
    code: 'VATEX-EU-IC',
    en: 'Intra-community supply',
    de: 'Innergemeinschaftliche Lieferung',
    nl: 'Intracommunautaire levering',
    fr: 'Livraison intracommunautaire',
  },
  G: {
    code: 'VATEX-EU-G',
    en: 'Export outside the EU',
    de: 'Ausfuhrlieferung',
    nl: 'Uitvoer buiten de EU',
    fr: 'Exportation hors de l’UE',
  },
  O: {
    code: 'VATEX-EU-O',
    en: 'Not subject to VAT',
    de: 'Nicht steuerbar',
    nl: 'Niet aan btw onderworpen',
    fr: 'Hors champ de la TVA',
  },
};

interface Group {
  readonly tax: TaxFacts;
  taxable: Decimal;
}

const keyOf = ({ category, rate }: TaxFacts): string => `${category} ${rate ?? ''}`;

const collect = (
  lines: readonly LineFacts[],
  allowances: readonly AdjustmentFacts[],
  charges: readonly AdjustmentFacts[],
): readonly Group[] => {
  const groups = new Map<string, Group>();
  const add = (tax: TaxFacts | undefined, amount: Decimal): void => {
    if (!tax) return;
    const group = groups.get(keyOf(tax)) ?? { tax, taxable: new Exact(0) };
    group.taxable = group.taxable.plus(amount);
    groups.set(keyOf(tax), group);
  };
  for (const { tax, netAmount } of lines) add(tax, exactOf(netAmount));
  for (const { tax, amount } of allowances) add(tax, exactOf(amount).negated());
  for (const { tax, amount } of charges) add(tax, exactOf(amount));
  return [...groups.values()];
};

interface Reasons {
  readonly exemptionReason?: string | undefined;
  readonly exemptionReasonCode?: string | undefined;
}

/** The first reason given for each group: EN 16931 has one reason for a category. */
const givenReasons = (document: InvoiceDocument): ReadonlyMap<string, Reasons> => {
  const reasons = new Map<string, Reasons>();
  for (const { tax } of [...document.lines, ...document.allowances, ...document.charges]) {
    const { exemptionReason, exemptionReasonCode } = tax;
    const key = keyOf(taxOf(tax));
    if (!reasons.has(key) && (exemptionReason !== undefined || exemptionReasonCode !== undefined)) {
      reasons.set(key, { exemptionReason, exemptionReasonCode });
    }
  }
  return reasons;
};

/**
 * Between German parties a group has a rate whatever it is (XRechnung BR-DE-14, Peppol DE-R-014); EN 16931 leaves it away
 * for what is not subject to VAT, and takes 0 as well.
 */
const rateOfGroup = ({ seller, buyer }: InvoiceDocument, { category, rate }: TaxFacts): string | undefined =>
  category === 'O' && seller.address.country === 'DE' && buyer.address.country === 'DE' ? '0' : rate;

/** VAT by category and rate (BG-23): the tax of a group is its taxable amount × rate, rounded once (BT-117). */
export const taxBreakdownOf = (
  document: InvoiceDocument,
  lines: readonly LineFacts[],
  allowances: readonly AdjustmentFacts[],
  charges: readonly AdjustmentFacts[],
): readonly TaxBreakdownFacts[] => {
  const reasons = givenReasons(document);
  return collect(lines, allowances, charges).map(({ tax, taxable }) => {
    const own = ownReasons[tax.category ?? ''];
    const given = reasons.get(keyOf(tax));
    return {
      ...tax,
      rate: rateOfGroup(document, tax),
      taxable: amountText(taxable),
      amount: amountText(taxable.times(exactOf(tax.rate)).div(100)),
      exemptionReason: given?.exemptionReason ?? own?.[document.language],
      exemptionReasonCode: given?.exemptionReasonCode ?? own?.code,
    };
  });
};
