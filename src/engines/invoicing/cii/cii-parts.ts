import type { AddressFacts, AdjustmentFacts, IdentifierFacts, PeriodFacts } from '../invoice-facts.ts';
import { branch, each, leaf, type XmlElement } from '../xml/xml-writer.ts';

export const text = (
  name: string,
  value: string | undefined,
  attributes: Record<string, string | undefined> = {},
) => leaf(`ram:${name}`, value, attributes);
export const group = (name: string, children: Parameters<typeof branch>[1]) =>
  branch(`ram:${name}`, children);

export const identifier = (name: string, given: IdentifierFacts | undefined): XmlElement | undefined =>
  text(name, given?.id, { schemeID: given?.scheme });

/** A date as CII has it: digits only, format 102 of UNTDID 2379. */
export const date = (
  name: string,
  day: string | undefined,
  element = 'udt:DateTimeString',
): XmlElement | undefined => group(name, [leaf(element, day?.replaceAll('-', ''), { format: '102' })]);

export const period = (given: PeriodFacts | undefined): XmlElement | undefined =>
  group('BillingSpecifiedPeriod', [date('StartDateTime', given?.start), date('EndDateTime', given?.end)]);

export const address = (given: AddressFacts | undefined): XmlElement | undefined =>
  given &&
  group('PostalTradeAddress', [
    text('PostcodeCode', given.postcode),
    text('LineOne', given.street),
    text('LineTwo', given.street2),
    text('LineThree', given.street3),
    text('CityName', given.city),
    text('CountryID', given.country),
    text('CountrySubDivisionName', given.region),
  ]);

/** Allowances first, then charges; of the document or of a line. */
export const adjustments = (
  allowances: readonly AdjustmentFacts[],
  charges: readonly AdjustmentFacts[],
): readonly XmlElement[] => {
  const write = (isCharge: boolean) => (given: AdjustmentFacts) =>
    group('SpecifiedTradeAllowanceCharge', [
      group('ChargeIndicator', [leaf('udt:Indicator', String(isCharge))]),
      text('CalculationPercent', given.percent),
      text('BasisAmount', given.base),
      text('ActualAmount', given.amount),
      text('ReasonCode', given.reasonCode),
      text('Reason', given.reason),
      given.tax &&
        group('CategoryTradeTax', [
          text('TypeCode', 'VAT'),
          text('CategoryCode', given.tax.category),
          text('RateApplicablePercent', given.tax.rate),
        ]),
    ]);
  return [...each(allowances, write(false)), ...each(charges, write(true))];
};
