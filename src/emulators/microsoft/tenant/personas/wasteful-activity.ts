import {
  expect,
  member,
  mobileOnly,
  type Persona,
  seat,
  smallStorage,
  unused,
  usedUntil,
} from '../sketch.ts';

const minAgeDays = 440;

/** W02, W03, W04 and W09: who does nothing with a licence. */
export const activityWaste: readonly Persona[] = [
  {
    name: 'inactive since the very limit',
    weight: 2,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, 90), [seat('ENTERPRISEPACK', 'officeE3')], {
        expects: [expect('W02', 'ENTERPRISEPACK')],
      }),
  },
  {
    name: 'inactive for long, with little storage',
    weight: 3,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, draw.between(200, 420), smallStorage(draw)), [seat('ENTERPRISEPACK')], {
        expects: [
          expect('W02', 'ENTERPRISEPACK'),
          expect('R02', 'ENTERPRISEPACK', 'W02'),
          expect('R03', 'ENTERPRISEPACK', 'W02'),
        ],
      }),
  },
  {
    name: 'inactive e5 user',
    weight: 2,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, draw.between(200, 400)), [seat('SPE_E5', 'microsoftE5')], {
        expects: [expect('W02', 'SPE_E5'), expect('R01', 'SPE_E5', 'W02')],
      }),
  },
  {
    name: 'inactive copilot user',
    weight: 2,
    minAgeDays,
    sketch: (draw) => {
      const days = draw.between(95, 160);
      return member(
        usedUntil(draw, days, { copilot: days + 4 }),
        [seat('SPE_E3', 'microsoftE3'), seat('Microsoft_365_Copilot', 'copilot', { sinceDays: 300 })],
        {
          expects: [
            expect('W02', 'SPE_E3'),
            expect('W02', 'Microsoft_365_Copilot'),
            expect('R05', 'Microsoft_365_Copilot', 'W02'),
          ],
        },
      );
    },
  },
  {
    name: 'frontline worker who never came',
    weight: 3,
    minAgeDays: 200,
    sketch: () => member(unused, [seat('SPE_F1', 'frontline')], { expects: [expect('W03', 'SPE_F1')] }),
  },
  {
    name: 'office worker who never came',
    weight: 2,
    minAgeDays: 200,
    sketch: () =>
      member(unused, [seat('ENTERPRISEPACK', 'officeE3')], {
        expects: [expect('W03', 'ENTERPRISEPACK'), expect('R02', 'ENTERPRISEPACK', 'W03')],
      }),
  },
  {
    name: 'never used, the grace is over today',
    weight: 0,
    minAgeDays: 30,
    createdDaysAgo: 30,
    sketch: () =>
      member(unused, [seat('SPE_F1', null, { sinceDays: 30 })], { expects: [expect('W03', 'SPE_F1')] }),
  },
  {
    name: 'stale since the very limit',
    weight: 1,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, 30), [seat('ENTERPRISEPACK', 'officeE3')], {
        expects: [expect('W04', 'ENTERPRISEPACK')],
      }),
  },
  {
    name: 'stale until tomorrow',
    weight: 1,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, 89), [seat('SPE_E3', 'microsoftE3')], { expects: [expect('W04', 'SPE_E3')] }),
  },
  {
    name: 'going stale',
    weight: 5,
    minAgeDays,
    sketch: (draw) =>
      member(usedUntil(draw, draw.between(31, 88)), [seat('SPE_E3', 'microsoftE3'), seat('FLOW_FREE')], {
        expects: [expect('W04', 'SPE_E3')],
      }),
  },
  {
    name: 'signed in thirty days ago, uses nothing',
    weight: 0.5,
    minAgeDays,
    needsPremium: true,
    sketch: (draw) =>
      member(usedUntil(draw, 120, { ...mobileOnly, signIn: 30 }), [seat('SPE_F1')], {
        expects: [expect('W04', 'SPE_F1')],
      }),
  },
  {
    name: 'signs in, last used something at the very limit',
    weight: 2,
    minAgeDays,
    needsPremium: true,
    sketch: (draw) =>
      member(
        usedUntil(draw, 90, { ...mobileOnly, signIn: draw.between(0, 28) }),
        [seat('SPE_F1', 'frontline')],
        {
          expects: [expect('W09', 'SPE_F1')],
        },
      ),
  },
  {
    name: 'signs in, never used anything',
    weight: 1,
    minAgeDays,
    needsPremium: true,
    sketch: (draw) =>
      member({ ...unused, signIn: draw.between(0, 29) }, [seat('SPE_F1', 'frontline')], {
        expects: [expect('W09', 'SPE_F1')],
      }),
  },
];
