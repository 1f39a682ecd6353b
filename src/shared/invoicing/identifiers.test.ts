import { describe, expect, it } from 'vitest';
import { isIban } from './iban.ts';
import { isCreditorId, schemeRules } from './identifiers.ts';
import { vatIdProblem } from './vat-id.ts';

/** VAT identifiers that companies publish on their sites. */
const published = [
  'ATU13585627 BE0403019261 CY10259033P CZ25123891 DE136695976 DK13585628 EE100931558 EL094259216 ESB58378431',
  'FI20774740 FR40303265045 HR33392005961 HU12892312 IE6433435F IT00743110157 LT119511515 LU15027442 LV40003521600',
  'MT11679112 NL004495445B01 PL8567346215 PT501964843 RO18547290 SE556188840401 SI50223054 SK2022749619',
  'GB980780684 NO995525828MVA CHE100155212MWST US123456789',
]
  .join(' ')
  .split(' ');

/** One digit of each is another, so that the check digits no longer hold. */
const mistyped = [
  'ATU13585628 BE0403019262 DE136695977 DK13585629 EE100931559 EL094259217 ESB58378432 FI20774741 FR41303265045',
  'HR33392005962 HU12892313 IE6433435G IT00743110158 LU15027443 MT11679113 NL004495446B01 PL8567346216 PT501964844',
  'RO18547291 SE556188840501 SI50223055 SK2022749618 GB980780685 NO995525829MVA',
]
  .join(' ')
  .split(' ');

describe('VAT identifiers', () => {
  it.each(published)('accepts %s', (vatId) => expect(vatIdProblem(vatId)).toBeUndefined());
  it.each(mistyped)('refuses %s by its check digits', (vatId) =>
    expect(vatIdProblem(vatId)).toMatch(/check digits/),
  );
  it.each(['NL4495445B01', 'DE12345678', 'FRXX', 'NL 004495445B01', '004495445B01', ''])(
    'refuses the form of "%s"',
    (vatId) => expect(vatIdProblem(vatId)).toMatch(/expected/),
  );
});

describe('other identifiers', () => {
  it('holds IBANs to MOD 97-10, blanks or not', () => {
    expect(['NL91 ABNA 0417 1643 00', 'DE89370400440532013000', 'gb29nwbk60161331926819'].every(isIban)).toBe(
      true,
    );
    expect(['NL91ABNA0417164301', 'NL91', 'DE8937040044053201300X', ''].some(isIban)).toBe(false);
  });

  it('holds SEPA creditor identifiers to MOD 97-10 without the business code', () => {
    expect(['DE98ZZZ09999999999', 'DE98ABC09999999999'].every(isCreditorId)).toBe(true);
    expect(['DE97ZZZ09999999999', 'DE98ZZZ'].some(isCreditorId)).toBe(false);
  });

  it.each([
    ['0007', '5561888404', '5561888405'],
    ['0088', '9482348239847239874', '9482348239847239875'],
    ['0106', '12345678', '1234567'],
    ['0151', '53004085616', '53004085617'],
    ['0184', 'DK13585628', '1358562'],
    ['0190', '00000001003214345000', '0000000100321434500'],
    ['0192', '995525828', '995525829'],
    ['0208', '0403019261', '0403019262'],
  ])('scheme %s takes %s and not %s', (scheme, right, wrong) => {
    expect(schemeRules[scheme]?.holds(right)).toBe(true);
    expect(schemeRules[scheme]?.holds(wrong)).toBe(false);
  });
});
