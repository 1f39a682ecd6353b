import type {
  AddressFacts,
  AdjustmentFacts,
  IdentifierFacts,
  InvoiceFacts,
  LineFacts,
  PeriodFacts,
  TaxFacts,
} from '../invoice-facts.ts';
import { type Located, located } from './rule.ts';

export const linesOf = ({ lines }: InvoiceFacts): readonly Located<LineFacts>[] => located('lines', lines);

const ofLines = (facts: InvoiceFacts, name: 'allowances' | 'charges'): readonly Located<AdjustmentFacts>[] =>
  linesOf(facts).flatMap(({ path, item }) => located(`${path}.${name}`, item[name]));

export const documentAllowances = ({ allowances }: InvoiceFacts) => located('allowances', allowances);
export const documentCharges = ({ charges }: InvoiceFacts) => located('charges', charges);
export const lineAllowances = (facts: InvoiceFacts) => ofLines(facts, 'allowances');
export const lineCharges = (facts: InvoiceFacts) => ofLines(facts, 'charges');
export const allAllowances = (facts: InvoiceFacts) => [
  ...documentAllowances(facts),
  ...lineAllowances(facts),
];
export const allCharges = (facts: InvoiceFacts) => [...documentCharges(facts), ...lineCharges(facts)];
export const allAdjustments = (facts: InvoiceFacts) => [...allAllowances(facts), ...allCharges(facts)];
export const breakdownOf = ({ taxBreakdown }: InvoiceFacts) => located('taxBreakdown', taxBreakdown);
export const meansOf = ({ payment }: InvoiceFacts) => located('payment.means', payment.means);

export const linePeriods = (facts: InvoiceFacts): readonly Located<PeriodFacts>[] =>
  linesOf(facts).flatMap(({ path, item }) =>
    item.period ? [{ path: `${path}.period`, item: item.period }] : [],
  );

/** Every category in use, by where: lines, allowances or charges of the document. */
export const taxesIn = (
  facts: InvoiceFacts,
  where: 'lines' | 'allowances' | 'charges',
): readonly Located<TaxFacts>[] =>
  located<LineFacts | AdjustmentFacts>(where, facts[where]).flatMap(({ path, item }) =>
    item.tax ? [{ path: `${path}.tax`, item: item.tax }] : [],
  );

export const taxesInUse = (facts: InvoiceFacts): readonly Located<TaxFacts>[] => [
  ...taxesIn(facts, 'lines'),
  ...taxesIn(facts, 'allowances'),
  ...taxesIn(facts, 'charges'),
];

/** Identifiers with a scheme that the rules of Peppol look at: addresses, party and registration numbers. */
export const schemedIdentifiers = (facts: InvoiceFacts): readonly Located<IdentifierFacts>[] => {
  const { seller, buyer, payee } = facts;
  const one = (path: string, item: IdentifierFacts | undefined) => (item ? [{ path, item }] : []);
  return [
    ...one('seller.electronicAddress', seller.electronicAddress),
    ...one('buyer.electronicAddress', buyer.electronicAddress),
    ...located('seller.identifiers', seller.identifiers),
    ...located('buyer.identifiers', buyer.identifiers),
    ...one('seller.legalRegistration', seller.legalRegistration),
    ...one('buyer.legalRegistration', buyer.legalRegistration),
    ...one('payee.identifier', payee?.identifier),
    ...one('payee.legalRegistration', payee?.legalRegistration),
  ];
};

/** The country of the seller as most national rules see it: of its VAT identifier, its representative's, its address. */
export const sellerCountry = ({ seller, taxRepresentative }: InvoiceFacts): string =>
  (seller.vatId ?? taxRepresentative?.vatId ?? seller.address?.country ?? 'XX').slice(0, 2).toUpperCase();

export const locatedIn = (
  country: string,
  { address }: { readonly address?: AddressFacts | undefined },
): boolean => address?.country?.toUpperCase() === country;
