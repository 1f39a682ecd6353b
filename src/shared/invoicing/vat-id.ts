import {
  isGreekTaxNumber,
  isLuhn,
  isMod11And10,
  isNorwegianOrganisation,
  mod97,
  weightedSum,
} from './check-digits.ts';

/** One country's VAT number without its prefix: the form, and the check digits where they are published. */
interface VatNumberRule {
  readonly form: RegExp;
  readonly example: string;
  readonly checks?: (number: string) => boolean;
}

const toTen = (sum: number): number => (10 - (sum % 10)) % 10;
const last = (number: string): number => Number(number.at(-1));

const isAustrian = (number: string): boolean => {
  const sum = [...number.slice(1, 8)].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 4);
  return toTen(sum) === last(number);
};

const isSpanish = (number: string): boolean => {
  const personal = number.replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  if (/^\d{8}[A-Z]$/.test(personal)) {
    return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(personal.slice(0, 8)) % 23] === personal[8];
  }
  const sum = [...number.slice(1, 8)].reduce((total, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const check = toTen(sum);
  return number[8] === String(check) || number[8] === 'JABCDEFGHI'[check];
};

const isIrish = (number: string): boolean => {
  const old = /^(\d)[A-Z+*](\d{5})([A-Z])$/.exec(number);
  const digits = old ? `0${old[2]}${old[1]}` : number.slice(0, 7);
  const extra = old ? 0 : 'WABCDEFGHI'.indexOf(number[8] ?? 'W') * 9;
  const sum = weightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) + extra;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === (old ? old[3] : number[7]);
};

const isDutch = (number: string): boolean =>
  weightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(number[8]) || mod97(`NL${number}`) === 1;

const isFinnish = (number: string): boolean => {
  const rest = weightedSum(number, [7, 9, 10, 5, 8, 4, 2]) % 11;
  return rest !== 1 && (rest === 0 ? 0 : 11 - rest) === last(number);
};

const isPortuguese = (number: string): boolean => {
  const check = 11 - (weightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === last(number);
};

const isSlovenian = (number: string): boolean => {
  const check = 11 - (weightedSum(number, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 10 ? 0 : check) === last(number);
};

const isRomanian = (number: string): boolean =>
  ((weightedSum(number.slice(0, -1).padStart(9, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 ===
  last(number);

const isBritish = (number: string): boolean => {
  const sum = weightedSum(number, [8, 7, 6, 5, 4, 3, 2]) + Number(number.slice(7, 9));
  return /^(GD|HA)/.test(number) || sum % 97 === 0 || (sum + 55) % 97 === 0;
};

const isFrench = (number: string): boolean =>
  !/^\d{11}$/.test(number) || (12 + 3 * (Number(number.slice(2)) % 97)) % 97 === Number(number.slice(0, 2));

/** Sources: European Commission, 'VIES: VAT number structure', and the published algorithms of each country. */
const rules: Readonly<Record<string, VatNumberRule>> = {
  AT: { form: /^U\d{8}$/, example: 'ATU13585627', checks: isAustrian },
  BE: {
    form: /^[01]\d{9}$/,
    example: 'BE0403019261',
    checks: (n) => 97 - (Number(n.slice(0, 8)) % 97) === Number(n.slice(8)),
  },
  BG: { form: /^\d{9,10}$/, example: 'BG175074752' },
  CY: { form: /^\d{8}[A-Z]$/, example: 'CY10259033P' },
  CZ: { form: /^\d{8,10}$/, example: 'CZ25123891' },
  DE: { form: /^[1-9]\d{8}$/, example: 'DE136695976', checks: isMod11And10 },
  DK: {
    form: /^\d{8}$/,
    example: 'DK13585628',
    checks: (n) => weightedSum(n, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  EE: {
    form: /^\d{9}$/,
    example: 'EE100931558',
    checks: (n) => toTen(weightedSum(n, [3, 7, 1, 3, 7, 1, 3, 7])) === last(n),
  },
  EL: { form: /^\d{9}$/, example: 'EL094259216', checks: isGreekTaxNumber },
  ES: { form: /^[A-Z0-9]\d{7}[A-Z0-9]$/, example: 'ESB58378431', checks: isSpanish },
  FI: { form: /^\d{8}$/, example: 'FI20774740', checks: isFinnish },
  FR: { form: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, example: 'FR40303265045', checks: isFrench },
  HR: { form: /^\d{11}$/, example: 'HR33392005961', checks: isMod11And10 },
  HU: {
    form: /^\d{8}$/,
    example: 'HU12892312',
    checks: (n) => toTen(weightedSum(n, [9, 7, 3, 1, 9, 7, 3])) === last(n),
  },
  IE: { form: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, example: 'IE6433435F', checks: isIrish },
  IT: { form: /^\d{11}$/, example: 'IT00743110157', checks: isLuhn },
  LT: { form: /^(\d{9}|\d{12})$/, example: 'LT119511515' },
  LU: {
    form: /^\d{8}$/,
    example: 'LU15027442',
    checks: (n) => Number(n.slice(0, 6)) % 89 === Number(n.slice(6)),
  },
  LV: { form: /^\d{11}$/, example: 'LV40003521600' },
  MT: {
    form: /^\d{8}$/,
    example: 'MT11679112',
    checks: (n) => 37 - (weightedSum(n, [3, 4, 6, 7, 8, 9]) % 37) === Number(n.slice(6)),
  },
  NL: { form: /^\d{9}B\d{2}$/, example: 'NL004495445B01', checks: isDutch },
  PL: {
    form: /^\d{10}$/,
    example: 'PL8567346215',
    checks: (n) => weightedSum(n, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(n),
  },
  PT: { form: /^\d{9}$/, example: 'PT501964843', checks: isPortuguese },
  RO: { form: /^[1-9]\d{1,9}$/, example: 'RO18547290', checks: isRomanian },
  SE: { form: /^\d{10}\d{2}$/, example: 'SE556188840401', checks: (n) => isLuhn(n.slice(0, 10)) },
  SI: { form: /^[1-9]\d{7}$/, example: 'SI50223054', checks: isSlovenian },
  SK: { form: /^[1-9]\d{9}$/, example: 'SK2022749619', checks: (n) => Number(n) % 11 === 0 },
  GB: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, example: 'GB980780684', checks: isBritish },
  XI: { form: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, example: 'XI980780684', checks: isBritish },
  NO: {
    form: /^\d{9}MVA$/,
    example: 'NO995525828MVA',
    checks: (n) => isNorwegianOrganisation(n.slice(0, 9)),
  },
  CH: { form: /^E\d{9}(MWST|TVA|IVA)$/, example: 'CHE100155212MWST' },
};

/**
 * What is wrong with a VAT identifier (BT-31, BT-48, BT-63), in words; `undefined` where nothing is. Form and check
 * digits are checked for the countries of the EU, and for GB, NO and CH; others need a country's prefix only.
 */
export const vatIdProblem = (vatId: string): string | undefined => {
  if (!/^[A-Z]{2}[A-Z0-9+*]{2,18}$/.test(vatId)) {
    return 'expected a VAT identifier: a country prefix and letters or digits, no spaces, such as NL004495445B01';
  }
  const rule = rules[vatId.slice(0, 2)];
  if (!rule) return undefined;
  const number = vatId.slice(2);
  if (!rule.form.test(number))
    return `expected the form of a VAT identifier of this country, such as ${rule.example}`;
  return rule.checks?.(number) === false
    ? 'the check digits of this VAT identifier are wrong; one of its characters is mistyped'
    : undefined;
};
