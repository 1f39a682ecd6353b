import {
  active,
  expect,
  mailbox,
  member,
  type Persona,
  seat,
  smallStorage,
  unused,
  usedUntil,
} from '../sketch.ts';

const minAgeDays = 440;

/** W01, W05 … W08: what the account is makes the licence superfluous. */
export const accountWaste: readonly Persona[] = [
  {
    name: 'disabled a while ago',
    weight: 4,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, draw.between(20, 150)), [seat('ENTERPRISEPACK')], {
        isEnabled: false,
        expects: [expect('W01', 'ENTERPRISEPACK')],
      }),
  },
  {
    name: 'disabled long ago, through a group',
    weight: 2,
    minAgeDays,
    sketch: (draw) =>
      member(
        usedUntil(draw, draw.between(200, 420), { hasArchive: false }),
        [seat('SPE_E3', 'microsoftE3')],
        {
          isEnabled: false,
          expects: [expect('W01', 'SPE_E3'), expect('R02', 'SPE_E3', 'W01')],
        },
      ),
  },
  {
    name: 'disabled, purpose unknown',
    weight: 1,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, draw.between(40, 400)), [seat('VISIOCLIENT')], {
        isEnabled: false,
        purpose: null,
        expects: [expect('W01', 'VISIOCLIENT')],
      }),
  },
  {
    name: 'guest with an office licence',
    weight: 1.5,
    minAgeDays,
    sketch: (draw) =>
      member(active(draw), [seat('ENTERPRISEPACK')], {
        kind: 'guest',
        expects: [expect('W05', 'ENTERPRISEPACK')],
      }),
  },
  {
    name: 'guest with two licences',
    weight: 0.5,
    minAgeDays,
    sketch: (draw) =>
      member(active(draw, smallStorage(draw)), [seat('SPE_F1'), seat('POWER_BI_PRO'), seat('FLOW_FREE')], {
        kind: 'guest',
        expects: [expect('W05', 'SPE_F1'), expect('W05', 'POWER_BI_PRO')],
      }),
  },
  {
    name: 'left yesterday',
    weight: 1,
    minAgeDays,
    sketch: (draw) =>
      member(active(draw), [seat('SPE_E3', 'microsoftE3')], {
        leavesInDays: -1,
        expects: [expect('W06', 'SPE_E3')],
      }),
  },
  {
    name: 'left and disabled',
    weight: 2,
    minAgeDays,
    sketch: (draw) => {
      const days = draw.between(10, 120);
      return member(usedUntil(draw, days + 2), [seat('ENTERPRISEPACK', 'officeE3')], {
        isEnabled: false,
        leavesInDays: -days,
        expects: [expect('W06', 'ENTERPRISEPACK'), expect('W01', 'ENTERPRISEPACK', 'W06')],
      });
    },
  },
  {
    name: 'shared mailbox a byte below the limit',
    weight: 1,
    minAgeDays,
    sketch: () =>
      mailbox(
        'shared',
        { ...unused, exchange: 2, mailboxBytes: 49_999_999_999 },
        [seat('EXCHANGEENTERPRISE')],
        [expect('W07', 'EXCHANGEENTERPRISE')],
      ),
  },
  {
    name: 'shared mailbox with a suite',
    weight: 1.5,
    minAgeDays,
    sketch: (draw) =>
      mailbox(
        'shared',
        { ...unused, exchange: draw.between(2, 60), mailboxBytes: draw.between(2_500, 30_000) * 1e6 },
        [seat('ENTERPRISEPACK')],
        [expect('W07', 'ENTERPRISEPACK'), expect('R02', 'ENTERPRISEPACK', 'W07')],
      ),
  },
  {
    name: 'shared mailbox of unknown size',
    weight: 0.5,
    minAgeDays,
    sketch: () =>
      mailbox(
        'shared',
        { ...unused, isInMailboxReport: false },
        [seat('EXCHANGEENTERPRISE')],
        [expect('W07', 'EXCHANGEENTERPRISE')],
      ),
  },
  {
    name: 'room with a mail licence',
    weight: 0.7,
    minAgeDays,
    sketch: () =>
      mailbox(
        'room',
        { ...unused, exchange: 2 },
        [seat('EXCHANGESTANDARD')],
        [expect('W08', 'EXCHANGESTANDARD')],
      ),
  },
  {
    name: 'equipment with a frontline licence',
    weight: 0.5,
    minAgeDays,
    sketch: () =>
      mailbox('equipment', { ...unused, exchange: 9 }, [seat('SPE_F1')], [expect('W08', 'SPE_F1')]),
  },
];
