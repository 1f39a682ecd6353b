import type {
  AddressFacts,
  DeliveryFacts,
  IdentifierFacts,
  PartyFacts,
  PayeeFacts,
  TaxRepresentativeFacts,
} from '../invoice-facts.ts';
import { all, attribute, first, textOf, type XmlNode } from '../xml/xml-node.ts';

export const identifierIn = (
  node: XmlNode | undefined,
  ...path: readonly string[]
): IdentifierFacts | undefined => {
  const element = first(node, ...path);
  const id = textOf(element);
  return id === undefined ? undefined : { id, scheme: attribute(element, 'schemeID') };
};

export const addressIn = (node: XmlNode | undefined): AddressFacts | undefined =>
  node && {
    street: textOf(node, 'StreetName'),
    street2: textOf(node, 'AdditionalStreetName'),
    street3: textOf(node, 'AddressLine', 'Line'),
    city: textOf(node, 'CityName'),
    postcode: textOf(node, 'PostalZone'),
    region: textOf(node, 'CountrySubentity'),
    country: textOf(node, 'Country', 'IdentificationCode'),
  };

const taxNumber = (node: XmlNode | undefined, isVat: boolean): string | undefined =>
  all(node, 'PartyTaxScheme')
    .filter((scheme) => (textOf(scheme, 'TaxScheme', 'ID')?.toUpperCase() === 'VAT') === isVat)
    .map((scheme) => textOf(scheme, 'CompanyID'))
    .find((id) => id !== undefined);

const identifiersIn = (node: XmlNode | undefined): readonly IdentifierFacts[] =>
  all(node, 'PartyIdentification').flatMap((each) => identifierIn(each, 'ID') ?? []);

/** The identifier that a bank gave to the creditor stands among those of the party, with scheme SEPA. */
export const creditorIdIn = (node: XmlNode | undefined): string | undefined =>
  identifiersIn(node).find(({ scheme }) => scheme === 'SEPA')?.id;

export const partyIn = (node: XmlNode | undefined): PartyFacts => {
  const contact = first(node, 'Contact');
  return {
    name: textOf(node, 'PartyLegalEntity', 'RegistrationName'),
    tradingName: textOf(node, 'PartyName', 'Name'),
    identifiers: identifiersIn(node).filter(({ scheme }) => scheme !== 'SEPA'),
    legalRegistration: identifierIn(node, 'PartyLegalEntity', 'CompanyID'),
    vatId: taxNumber(node, true),
    taxRegistration: taxNumber(node, false),
    legalForm: textOf(node, 'PartyLegalEntity', 'CompanyLegalForm'),
    electronicAddress: identifierIn(node, 'EndpointID'),
    address: addressIn(first(node, 'PostalAddress')),
    contact: contact && {
      name: textOf(contact, 'Name'),
      phone: textOf(contact, 'Telephone'),
      email: textOf(contact, 'ElectronicMail'),
    },
  };
};

export const payeeIn = (node: XmlNode | undefined): PayeeFacts | undefined =>
  node && {
    name: textOf(node, 'PartyName', 'Name'),
    identifier: identifiersIn(node).find(({ scheme }) => scheme !== 'SEPA'),
    legalRegistration: identifierIn(node, 'PartyLegalEntity', 'CompanyID'),
  };

export const taxRepresentativeIn = (node: XmlNode | undefined): TaxRepresentativeFacts | undefined =>
  node && {
    name: textOf(node, 'PartyName', 'Name'),
    vatId: taxNumber(node, true),
    address: addressIn(first(node, 'PostalAddress')),
  };

export const deliveryIn = (node: XmlNode | undefined): DeliveryFacts | undefined =>
  node && {
    date: textOf(node, 'ActualDeliveryDate'),
    name: textOf(node, 'DeliveryParty', 'PartyName', 'Name'),
    location: identifierIn(node, 'DeliveryLocation', 'ID'),
    address: addressIn(first(node, 'DeliveryLocation', 'Address')),
  };
