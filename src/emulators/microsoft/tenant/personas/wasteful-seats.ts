import type { Draw } from '../random.ts';
import type { Expectation } from '../sketch.ts';
import {
  active,
  expect,
  member,
  mobileOnly,
  type Persona,
  type SeatSketch,
  seat,
  seatTwice,
  type Use,
} from '../sketch.ts';

/** Mail, files and chat of Microsoft 365 E3: 7 of its 35 plans that people use, so exactly 80 % are off. */
export const keptPlans: readonly string[] = [
  ...['EXCHANGE_S_ENTERPRISE', 'SHAREPOINTENTERPRISE', 'SHAREPOINTWAC', 'TEAMS1'],
  ...['FORMS_PLAN_E3', 'YAMMER_ENTERPRISE', 'SWAY'],
];

const busy = (
  name: string,
  weight: number,
  seats: readonly SeatSketch[],
  expects: readonly Expectation[],
  over: (draw: Draw) => Partial<Use> = () => ({}),
): Persona => ({
  name,
  weight,
  minAgeDays: 240,
  sketch: (draw) => member(active(draw, over(draw)), seats, { expects }),
});

const web: Partial<Use> = { desktop: null, activated: 700, web: 3 };
const silent: Partial<Use> = { calls: 0, organised: 0, called: null };

/** D, R and G rules: people at work with more than they need. */
export const seatWaste: readonly Persona[] = [
  busy('assigned twice', 3, [seatTwice('SPE_E3', 'microsoftE3')], [expect('D01', 'SPE_E3')]),
  busy(
    'power bi beside e5',
    2,
    [seat('SPE_E5', 'microsoftE5'), seat('POWER_BI_PRO', 'analysts')],
    [expect('D02', 'POWER_BI_PRO')],
  ),
  busy('entra beside e3', 1, [seat('SPE_E3'), seat('AAD_PREMIUM')], [expect('D02', 'AAD_PREMIUM')]),
  busy('mobility suite beside e3', 1, [seat('SPE_E3'), seat('EMS')], [expect('D02', 'EMS')]),
  busy(
    'mail plan beside a suite',
    1,
    [seat('ENTERPRISEPACK', 'officeE3'), seat('EXCHANGEENTERPRISE')],
    [expect('D02', 'EXCHANGEENTERPRISE')],
  ),
  busy(
    'two suites',
    2,
    [seat('SPE_E3', 'microsoftE3'), seat('ENTERPRISEPACK')],
    [expect('D03', 'ENTERPRISEPACK')],
  ),
  busy(
    'parts dearer than e5',
    1,
    [seat('SPE_E3'), seat('MCOEV'), seat('POWER_BI_PRO')],
    [expect('D04', 'SPE_E5')],
  ),
  busy('e5 without calls', 3, [seat('SPE_E5', 'microsoftE5')], [expect('R01', 'SPE_E5')], () => silent),
  busy(
    'web only, mailbox a byte below the limit',
    1,
    [seat('ENTERPRISEPACK')],
    [expect('R02', 'ENTERPRISEPACK')],
    () => ({ ...web, mailboxBytes: 49_999_999_999, hasArchive: false }),
  ),
  busy('web only', 4, [seat('ENTERPRISEPACK', 'officeE3')], [expect('R02', 'ENTERPRISEPACK')], (draw) => ({
    ...web,
    mailboxBytes: draw.between(3_000, 30_000) * 1e6,
    hasArchive: false,
  })),
  busy(
    'almost frontline: mailbox at the limit',
    1,
    [seat('SPE_E3', 'microsoftE3')],
    [expect('R02', 'SPE_E3')],
    () => ({ ...web, mailboxBytes: 2_000_000_000, hasArchive: false, oneDriveBytes: 5_000_000 }),
  ),
  busy(
    'almost frontline: files at the limit',
    1,
    [seat('SPE_E3', 'microsoftE3')],
    [expect('R02', 'SPE_E3')],
    () => ({ ...web, mailboxBytes: 900_000_000, hasArchive: false, oneDriveBytes: 2_000_000_000 }),
  ),
  busy(
    'frontline in an office suite',
    3,
    [seat('SPE_E3', 'microsoftE3')],
    [expect('R02', 'SPE_E3'), expect('R03', 'SPE_E3', 'R02')],
    () => ({ ...web, mailboxBytes: 1_999_999_999, hasArchive: false, oneDriveBytes: 1_999_999_999 }),
  ),
  busy(
    'copilot idle since the very limit',
    2,
    [seat('SPE_E3', 'microsoftE3'), seat('Microsoft_365_Copilot', 'copilot', { sinceDays: 60 })],
    [expect('R05', 'Microsoft_365_Copilot')],
    () => ({ copilot: 30 }),
  ),
  busy(
    'copilot never tried',
    2,
    [seat('SPE_E3', 'microsoftE3'), seat('Microsoft_365_Copilot', null, { sinceDays: 200 })],
    [expect('R05', 'Microsoft_365_Copilot')],
  ),
  busy(
    'telephone without calls',
    1.5,
    [seat('SPE_E3', 'phone'), seat('MCOEV', 'phone')],
    [expect('R08', 'MCOEV')],
    () => silent,
  ),
  busy(
    'audio conferencing without meetings',
    1,
    [seat('ENTERPRISEPACK', 'officeE3'), seat('MCOMEETADV')],
    [expect('R08', 'MCOMEETADV')],
    () => silent,
  ),
  busy(
    'apps never activated',
    1,
    [seat('EXCHANGESTANDARD'), seat('OFFICESUBSCRIPTION', null, { sinceDays: 90 })],
    [expect('R09', 'OFFICESUBSCRIPTION')],
    () => mobileOnly,
  ),
  busy('most plans off', 1, [seat('SPE_E3', null, { keeps: keptPlans })], [expect('G02', 'SPE_E3')], () => ({
    ...web,
    hasArchive: true,
  })),
  {
    name: 'no seat left in the group',
    weight: 1,
    minAgeDays: 60,
    sketch: (draw) =>
      member(
        { ...active(draw), exchange: null, oneDrive: null },
        [{ sku: 'SPE_E3', ways: [{ group: 'microsoftE3', state: 'Error', error: 'CountViolation' }] }],
        { purpose: null, expects: [expect('G01', 'SPE_E3')] },
      ),
  },
  {
    name: 'a plan that cannot be given',
    weight: 0.5,
    minAgeDays: 60,
    sketch: (draw) =>
      member(
        active(draw),
        [{ sku: 'SPE_E3', ways: [{ group: 'microsoftE3', state: 'ActiveWithError', error: 'Others' }] }],
        { expects: [expect('G01', 'SPE_E3')] },
      ),
  },
];
