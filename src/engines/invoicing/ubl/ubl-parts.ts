import type {
  AddressFacts,
  AdjustmentFacts,
  IdentifierFacts,
  PeriodFacts,
  TaxFacts,
} from '../invoice-facts.ts';
import { branch, each, leaf, type XmlElement } from '../xml/xml-writer.ts';

export const cbc = (
  name: string,
  text: string | undefined,
  attributes: Record<string, string | undefined> = {},
) => leaf(`cbc:${name}`, text, attributes);
export const cac = (name: string, children: Parameters<typeof branch>[1]) => branch(`cac:${name}`, children);

export const identifier = (name: string, given: IdentifierFacts | undefined): XmlElement | undefined =>
  cbc(name, given?.id, { schemeID: given?.scheme });

export const address = (name: string, given: AddressFacts | undefined): XmlElement | undefined =>
  given &&
  cac(name, [
    cbc('StreetName', given.street),
    cbc('AdditionalStreetName', given.street2),
    cbc('CityName', given.city),
    cbc('PostalZone', given.postcode),
    cbc('CountrySubentity', given.region),
    cac('AddressLine', [cbc('Line', given.street3)]),
    cac('Country', [cbc('IdentificationCode', given.country)]),
  ]);

/** A period; that of the document also carries what decides the tax point (BT-8). */
export const period = (given: PeriodFacts | undefined, taxPointCode?: string): XmlElement | undefined =>
  cac('InvoicePeriod', [
    cbc('StartDate', given?.start),
    cbc('EndDate', given?.end),
    cbc('DescriptionCode', taxPointCode),
  ]);

export const taxScheme = (id = 'VAT'): XmlElement | undefined => cac('TaxScheme', [cbc('ID', id)]);

export const taxCategory = (
  name: string,
  tax: TaxFacts,
  reason: { readonly text?: string | undefined; readonly code?: string | undefined } = {},
): XmlElement | undefined =>
  cac(name, [
    cbc('ID', tax.category),
    cbc('Percent', tax.rate),
    cbc('TaxExemptionReasonCode', reason.code),
    cbc('TaxExemptionReason', reason.text),
    taxScheme(),
  ]);

/** Allowances first, then charges; of the document or of a line. */
export const adjustments = (
  allowances: readonly AdjustmentFacts[],
  charges: readonly AdjustmentFacts[],
  currencyID: string | undefined,
): readonly XmlElement[] => {
  const write = (isCharge: boolean) => (given: AdjustmentFacts) =>
    cac('AllowanceCharge', [
      cbc('ChargeIndicator', String(isCharge)),
      cbc('AllowanceChargeReasonCode', given.reasonCode),
      cbc('AllowanceChargeReason', given.reason),
      cbc('MultiplierFactorNumeric', given.percent),
      cbc('Amount', given.amount, { currencyID }),
      cbc('BaseAmount', given.base, { currencyID }),
      given.tax && taxCategory('TaxCategory', given.tax),
    ]);
  return [...each(allowances, write(false)), ...each(charges, write(true))];
};
