import { isGreekTaxNumber } from '../../../shared/invoicing/check-digits.ts';
import type { InvoiceFacts, PartyFacts } from '../invoice-facts.ts';
import { locatedIn, sellerCountry } from './parts.ts';
import { isPresent, type Rule, rule } from './rule.ts';

const fromItaly = (f: InvoiceFacts): boolean => sellerCountry(f) === 'IT';
const fromGreece = (f: InvoiceFacts): boolean => ['GR', 'EL'].includes(sellerCountry(f));
const isGreekVatId = (vatId: string | undefined): boolean =>
  vatId?.startsWith('EL') === true && isGreekTaxNumber(vatId.slice(2));

const segmentsOf = (f: InvoiceFacts): readonly string[] => (f.number ?? '').split('|');

/** Greek numbers say who issued what, when and in which series (myDATA): 'AFM|dd/mm/yyyy|branch|type|series|number'. */
const isGreekNumber = (f: InvoiceFacts): boolean => {
  const [afm = '', day = '', branch = '', type = '', series = '', number = ''] = segmentsOf(f);
  const afms = [f.seller.vatId?.slice(2), f.taxRepresentative?.vatId?.slice(2)];
  const issued = f.issueDate?.split('-').reverse().join('/');
  return (
    segmentsOf(f).length === 6 &&
    isGreekTaxNumber(afm) &&
    afms.includes(afm) &&
    day === issued &&
    /^\d+$/.test(branch) &&
    ['1.1', '1.6', '2.1', '2.4', '5.1', '5.2'].includes(type) &&
    series !== '' &&
    number !== ''
  );
};

const hasGreekAddress = ({ electronicAddress }: PartyFacts): boolean =>
  electronicAddress?.scheme === '9933' && isGreekTaxNumber(electronicAddress.id);

/** Rules of Peppol BIS 3 for Italian and Greek sellers. */
export const southernRules: readonly Rule[] = [
  rule(
    'IT-R-001',
    'The tax registration of an Italian seller has 11 to 16 capital letters or digits.',
    'seller.taxRegistration',
    (f) => !fromItaly(f) || !f.seller.taxRegistration || /^[A-Z0-9]{11,16}$/.test(f.seller.taxRegistration),
  ),
  rule(
    'IT-R-002',
    'The address of an Italian seller has a street.',
    'seller.address.street',
    (f) => !fromItaly(f) || isPresent(f.seller.address?.street),
  ),
  rule(
    'IT-R-003',
    'The address of an Italian seller has a city.',
    'seller.address.city',
    (f) => !fromItaly(f) || isPresent(f.seller.address?.city),
  ),
  rule(
    'IT-R-004',
    'The address of an Italian seller has a postcode.',
    'seller.address.postcode',
    (f) => !fromItaly(f) || isPresent(f.seller.address?.postcode),
  ),
  rule(
    'GR-R-001',
    'The number of a Greek invoice is AFM|dd/mm/yyyy|branch|type|series|number.',
    'number',
    (f) => !fromGreece(f) || isGreekNumber(f),
    (f) => f.number,
  ),
  rule(
    'GR-R-002',
    'A Greek seller states its full name also as trading name.',
    'seller.tradingName',
    (f) => !fromGreece(f) || isPresent(f.seller.tradingName),
  ),
  rule(
    'GR-R-003',
    'The VAT identifier of a Greek seller is EL and a tax number.',
    'seller.vatId',
    (f) => !fromGreece(f) || !f.seller.vatId || isGreekVatId(f.seller.vatId),
  ),
  rule(
    'GR-R-004',
    'A Greek seller attaches one document ##M.AR.K## with a positive number.',
    'attachments',
    (f) =>
      !fromGreece(f) ||
      !locatedIn('GR', f.seller) ||
      f.attachments.filter(
        ({ description, reference }) => description === '##M.AR.K##' && /^[1-9]\d*/.test(reference ?? ''),
      ).length === 1,
  ),
  rule(
    'GR-R-005',
    'A Greek seller states the full name of the buyer also as trading name.',
    'buyer.tradingName',
    (f) => !fromGreece(f) || isPresent(f.buyer.tradingName),
  ),
  rule(
    'GR-R-006',
    'A Greek buyer of a Greek seller has a Greek VAT identifier.',
    'buyer.vatId',
    (f) => !fromGreece(f) || !locatedIn('GR', f.buyer) || isGreekVatId(f.buyer.vatId),
  ),
  rule(
    'GR-R-009',
    'The electronic address of a Greek seller is its tax number (9933).',
    'seller.electronicAddress',
    (f) =>
      !['GR', 'EL'].includes((f.seller.vatId ?? f.seller.address?.country ?? '').slice(0, 2)) ||
      hasGreekAddress(f.seller),
  ),
  rule(
    'GR-R-010',
    'The electronic address of a Greek buyer of a Greek seller is its tax number (9933).',
    'buyer.electronicAddress',
    (f) => !fromGreece(f) || !locatedIn('GR', f.buyer) || hasGreekAddress(f.buyer),
  ),
];
