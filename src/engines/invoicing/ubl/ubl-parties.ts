import type { InvoiceFacts, PartyFacts } from '../invoice-facts.ts';
import { each, type XmlElement } from '../xml/xml-writer.ts';
import { address, cac, cbc, identifier, taxScheme } from './ubl-parts.ts';

const taxRegistrations = ({ vatId, taxRegistration }: PartyFacts): readonly XmlElement[] =>
  [
    vatId === undefined ? undefined : cac('PartyTaxScheme', [cbc('CompanyID', vatId), taxScheme()]),
    taxRegistration === undefined
      ? undefined
      : cac('PartyTaxScheme', [cbc('CompanyID', taxRegistration), taxScheme('TAX')]),
  ].filter((element) => element !== undefined);

const party = (given: PartyFacts, creditorId?: string): XmlElement | undefined =>
  cac('Party', [
    identifier('EndpointID', given.electronicAddress),
    each(given.identifiers, (id) => cac('PartyIdentification', [identifier('ID', id)])),
    creditorId === undefined
      ? undefined
      : cac('PartyIdentification', [cbc('ID', creditorId, { schemeID: 'SEPA' })]),
    cac('PartyName', [cbc('Name', given.tradingName)]),
    address('PostalAddress', given.address),
    taxRegistrations(given),
    cac('PartyLegalEntity', [
      cbc('RegistrationName', given.name),
      identifier('CompanyID', given.legalRegistration),
      cbc('CompanyLegalForm', given.legalForm),
    ]),
    cac('Contact', [
      cbc('Name', given.contact?.name),
      cbc('Telephone', given.contact?.phone),
      cbc('ElectronicMail', given.contact?.email),
    ]),
  ]);

/** Seller, buyer, payee, representative and delivery, in the order of UBL 2.1. */
export const ublParties = (facts: InvoiceFacts): readonly (XmlElement | undefined)[] => {
  const { payee, taxRepresentative, delivery, payment } = facts;
  const paidToPayee = payee !== undefined;
  return [
    cac('AccountingSupplierParty', [party(facts.seller, paidToPayee ? undefined : payment.creditorId)]),
    cac('AccountingCustomerParty', [party(facts.buyer)]),
    cac('PayeeParty', [
      cac('PartyIdentification', [identifier('ID', payee?.identifier)]),
      paidToPayee
        ? cac('PartyIdentification', [cbc('ID', payment.creditorId, { schemeID: 'SEPA' })])
        : undefined,
      cac('PartyName', [cbc('Name', payee?.name)]),
      cac('PartyLegalEntity', [identifier('CompanyID', payee?.legalRegistration)]),
    ]),
    taxRepresentative &&
      cac('TaxRepresentativeParty', [
        cac('PartyName', [cbc('Name', taxRepresentative.name)]),
        address('PostalAddress', taxRepresentative.address),
        cac('PartyTaxScheme', [cbc('CompanyID', taxRepresentative.vatId), taxScheme()]),
      ]),
    cac('Delivery', [
      cbc('ActualDeliveryDate', delivery?.date),
      cac('DeliveryLocation', [identifier('ID', delivery?.location), address('Address', delivery?.address)]),
      cac('DeliveryParty', [cac('PartyName', [cbc('Name', delivery?.name)])]),
    ]),
  ];
};
