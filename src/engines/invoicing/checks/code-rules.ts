import { attachmentTypes, codeLists, taxCategories } from '../../../shared/invoicing/code-lists.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { allAllowances, allCharges, breakdownOf, linesOf, meansOf, taxesInUse } from './parts.ts';
import { type Located, located, type Rule, ruleOfEach } from './rule.ts';

type Place = readonly [path: string, code: string | undefined];

const present = (places: readonly Place[]): readonly Located<string>[] =>
  places.flatMap(([path, code]) => (code === undefined ? [] : [{ path, item: code }]));

const codeRule = (
  id: string,
  expected: string,
  list: ReadonlySet<string>,
  placesOf: (facts: InvoiceFacts) => readonly Place[],
): Rule =>
  ruleOfEach(
    id,
    `The code is one of ${expected}.`,
    (facts) => present(placesOf(facts)),
    (code) => list.has(code),
  );

const schemes = (
  path: string,
  given: readonly { readonly scheme?: string | undefined }[],
): readonly Place[] =>
  located(path, given).map(({ path: at, item }) => [`${at}.scheme`, item.scheme] as const);

const countries = ({ seller, buyer, taxRepresentative, delivery }: InvoiceFacts): readonly Place[] => [
  ['seller.address.country', seller.address?.country],
  ['buyer.address.country', buyer.address?.country],
  ['taxRepresentative.address.country', taxRepresentative?.address?.country],
  ['delivery.address.country', delivery?.address?.country],
];

const attachmentMedia = (facts: InvoiceFacts): readonly Place[] =>
  located('attachments', facts.attachments).map(
    ({ path, item }) => [`${path}.file.mediaType`, item.file?.mediaType] as const,
  );

const vatPrefixes = ({ seller, buyer, taxRepresentative }: InvoiceFacts): readonly Located<string>[] =>
  present([
    ['seller.vatId', seller.vatId],
    ['buyer.vatId', buyer.vatId],
    ['taxRepresentative.vatId', taxRepresentative?.vatId],
  ]);

const hasCountryPrefix = (vatId: string): boolean =>
  codeLists.countries.has(vatId.slice(0, 2).toUpperCase()) || /^(EL|XI)/i.test(vatId);

/** EN 16931-1: codes are those of the published lists. */
export const codeRules: readonly Rule[] = [
  codeRule(
    'BR-CL-01',
    'UNTDID 1001',
    new Set([
      ...codeLists.documentTypes,
      '381',
      '396',
      '81',
      '83',
      '532',
      '261',
      '262',
      '296',
      '308',
      '420',
      '458',
      '502',
      '503',
    ]),
    (f) => [['typeCode', f.typeCode]],
  ),
  codeRule('BR-CL-03', 'ISO 4217', codeLists.currencies, (f) =>
    f.foreignCurrencies.filter((code) => code !== '').map((code) => ['currency', code] as const),
  ),
  codeRule('BR-CL-04', 'ISO 4217', codeLists.currencies, (f) => [['currency', f.currency]]),
  codeRule('BR-CL-05', 'ISO 4217', codeLists.currencies, (f) => [
    ['accountingCurrency.code', f.accountingCurrency],
  ]),
  codeRule('BR-CL-07', 'UNTDID 1153', codeLists.objectSchemes, (f) => [
    ['invoicedObject.scheme', f.invoicedObject?.scheme],
    ...linesOf(f).map(({ path, item }) => [`${path}.object.scheme`, item.object?.scheme] as const),
  ]),
  codeRule('BR-CL-10', 'ISO 6523 ICD', new Set([...codeLists.identifierSchemes, 'SEPA']), (f) => [
    ...schemes('seller.identifiers', f.seller.identifiers),
    ...schemes('buyer.identifiers', f.buyer.identifiers),
    ['payee.identifier.scheme', f.payee?.identifier?.scheme],
  ]),
  codeRule('BR-CL-11', 'ISO 6523 ICD', codeLists.identifierSchemes, (f) => [
    ['seller.legalRegistration.scheme', f.seller.legalRegistration?.scheme],
    ['buyer.legalRegistration.scheme', f.buyer.legalRegistration?.scheme],
    ['payee.legalRegistration.scheme', f.payee?.legalRegistration?.scheme],
  ]),
  codeRule('BR-CL-13', 'UNTDID 7143', codeLists.classificationSchemes, (f) =>
    linesOf(f).flatMap(({ path, item }) =>
      located(`${path}.classifications`, item.classifications).map(
        ({ path: at, item: of }) => [`${at}.list`, of.list] as const,
      ),
    ),
  ),
  codeRule('BR-CL-14', 'ISO 3166-1', codeLists.countries, countries),
  codeRule('BR-CL-15', 'ISO 3166-1', codeLists.countries, (f) =>
    linesOf(f).map(({ path, item }) => [`${path}.originCountry`, item.originCountry] as const),
  ),
  codeRule('BR-CL-16', 'UNCL 4461', codeLists.paymentMeans, (f) =>
    meansOf(f).map(({ path, item }) => [`${path}.code`, item.code] as const),
  ),
  codeRule('BR-CL-17', 'UNCL 5305', new Set(taxCategories), (f) =>
    breakdownOf(f).map(({ path, item }) => [`${path}.category`, item.category] as const),
  ),
  codeRule('BR-CL-18', 'UNCL 5305', new Set(taxCategories), (f) =>
    taxesInUse(f).map(({ path, item }) => [`${path}.category`, item.category] as const),
  ),
  codeRule('BR-CL-19', 'UNCL 5189', codeLists.allowanceReasons, (f) =>
    allAllowances(f).map(({ path, item }) => [`${path}.reasonCode`, item.reasonCode] as const),
  ),
  codeRule('BR-CL-20', 'UNCL 7161', codeLists.chargeReasons, (f) =>
    allCharges(f).map(({ path, item }) => [`${path}.reasonCode`, item.reasonCode] as const),
  ),
  codeRule('BR-CL-21', 'ISO 6523 ICD', codeLists.identifierSchemes, (f) =>
    linesOf(f).map(
      ({ path, item }) => [`${path}.standardItemId.scheme`, item.standardItemId?.scheme] as const,
    ),
  ),
  codeRule('BR-CL-22', 'the VATEX list', codeLists.exemptionReasons, (f) =>
    breakdownOf(f).map(
      ({ path, item }) => [`${path}.exemptionReasonCode`, item.exemptionReasonCode?.toUpperCase()] as const,
    ),
  ),
  codeRule('BR-CL-23', 'UN/ECE Recommendation 20 or 21', codeLists.units, (f) =>
    linesOf(f).flatMap(({ path, item }) => [
      [`${path}.unit`, item.unit] as const,
      [`${path}.price.baseUnit`, item.price.baseUnit] as const,
    ]),
  ),
  codeRule('BR-CL-24', 'the media types of EN 16931', new Set(attachmentTypes), attachmentMedia),
  codeRule('BR-CL-25', 'the EAS list', codeLists.addressSchemes, (f) => [
    ['seller.electronicAddress.scheme', f.seller.electronicAddress?.scheme],
    ['buyer.electronicAddress.scheme', f.buyer.electronicAddress?.scheme],
  ]),
  codeRule('BR-CL-26', 'ISO 6523 ICD', codeLists.identifierSchemes, (f) => [
    ['delivery.location.scheme', f.delivery?.location?.scheme],
  ]),
  ruleOfEach(
    'BR-CO-09',
    'A VAT identifier begins with the code of a country (EL for Greece).',
    vatPrefixes,
    hasCountryPrefix,
  ),
];
