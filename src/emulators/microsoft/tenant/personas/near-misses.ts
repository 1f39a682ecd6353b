import type { Draw } from '../random.ts';
import {
  active,
  mailbox,
  member,
  mobileOnly,
  type Persona,
  type SeatSketch,
  type Sketch,
  seat,
  type Use,
  unused,
  usedUntil,
} from '../sketch.ts';
import { keptPlans } from './wasteful-seats.ts';

const near = (name: string, sketch: (draw: Draw) => Sketch, over: Partial<Persona> = {}): Persona => ({
  name,
  weight: 1,
  minAgeDays: 420,
  sketch,
  ...over,
});

const busy = (name: string, seats: readonly SeatSketch[], over: (draw: Draw) => Partial<Use> = () => ({})) =>
  near(name, (draw) => member(active(draw, over(draw)), seats));

const web: Partial<Use> = { desktop: null, activated: 700, web: 3 };

/** Accounts one step inside a limit, or that the policy or the grace keeps. No rule speaks of them. */
export const nearMisses: readonly Persona[] = [
  near('last active a day before going stale', (draw) =>
    member(usedUntil(draw, 29), [seat('ENTERPRISEPACK', 'officeE3')]),
  ),
  near(
    'never used, the grace ends tomorrow',
    () => member(unused, [seat('SPE_F1', null, { sinceDays: 29 })]),
    {
      weight: 0,
      minAgeDays: 29,
      createdDaysAgo: 29,
    },
  ),
  near(
    'protected service account',
    () => member(unused, [seat('EXCHANGESTANDARD')], { kind: 'service', isProtected: true }),
    // Policies name accounts one by one, so there are few.
    { weight: 0 },
  ),
  near('on long leave, excluded by the group', (draw) =>
    member(usedUntil(draw, draw.between(120, 170)), [seat('ENTERPRISEPACK', 'longLeave')]),
  ),
  near('inactive with free licences', (draw) =>
    member(usedUntil(draw, 200), [seat('FLOW_FREE'), seat('POWER_BI_STANDARD')], { purpose: null }),
  ),
  near('disabled without a licence', (draw) => member(usedUntil(draw, 300), [], { isEnabled: false })),
  near('leaves today', (draw) => member(active(draw), [seat('SPE_E3', 'microsoftE3')], { leavesInDays: 0 })),
  near('leaves next week', (draw) => member(active(draw), [seat('SPE_E3')], { leavesInDays: 7 })),
  near('shared mailbox at the limit', () =>
    mailbox('shared', { ...unused, exchange: 2, mailboxBytes: 50_000_000_000 }, [seat('EXCHANGEENTERPRISE')]),
  ),
  near('shared mailbox with an archive', () =>
    mailbox('shared', { ...unused, exchange: 2, mailboxBytes: 8_000_000_000, hasArchive: true }, [
      seat('EXCHANGEENTERPRISE'),
    ]),
  ),
  near('room with a rooms licence', (draw) => ({
    ...mailbox('room', { ...unused, exchange: 2, teams: 3, signIn: draw.between(0, 4) }, [
      seat('Microsoft_Teams_Rooms_Pro'),
    ]),
    isEnabled: true,
  })),
  near(
    'signs in, used something a day inside the limit',
    (draw) => member(usedUntil(draw, 89, { ...mobileOnly, signIn: draw.between(0, 20) }), [seat('SPE_F1')]),
    { needsPremium: true },
  ),
  near('through two groups, not directly', (draw) => {
    const [way] = seat('SPE_E3', 'microsoftE3').ways;
    const phone = seat('SPE_E3', 'phone');
    return member(active(draw), [
      { ...phone, ways: way ? [way, ...phone.ways] : phone.ways },
      seat('MCOEV', 'phone'),
    ]);
  }),
  near('power bi beside an e5 without it', (draw) =>
    member(active(draw), [seat('SPE_E5', null, { drops: ['BI_AZURE_P2'] }), seat('POWER_BI_PRO')]),
  ),
  busy('two suites, neither covers the other', [seat('SPE_F1'), seat('STANDARDPACK')], () => mobileOnly),
  busy('parts cheaper than the bundle', [seat('ENTERPRISEPACK'), seat('MCOEV')]),
  busy('e5 with a single meeting', [seat('SPE_E5', 'microsoftE5')], () => ({
    calls: 0,
    organised: 1,
    called: 6,
  })),
  busy('web only, mailbox at the limit', [seat('ENTERPRISEPACK')], () => ({
    ...web,
    mailboxBytes: 50_000_000_000,
    hasArchive: false,
  })),
  busy('web only, with an archive', [seat('ENTERPRISEPACK')], () => ({
    ...web,
    mailboxBytes: 4_000_000_000,
    hasArchive: true,
  })),
  busy('desktop on a Mac alone', [seat('SPE_E3')], () => ({ desktopKind: 'mac', mobile: null, web: null })),
  busy(
    'copilot used a day inside the limit',
    [seat('SPE_E3', 'microsoftE3'), seat('Microsoft_365_Copilot', 'copilot', { sinceDays: 400 })],
    () => ({ copilot: 29 }),
  ),
  busy('copilot in its grace until tomorrow', [
    seat('SPE_E3', 'microsoftE3'),
    seat('Microsoft_365_Copilot', 'copilot', { sinceDays: 59 }),
  ]),
  busy('telephone with one call', [seat('SPE_E3', 'phone'), seat('MCOEV', 'phone')], () => ({
    calls: 1,
    organised: 0,
    called: 85,
  })),
  busy(
    'apps not activated for a day less than the limit',
    [seat('EXCHANGESTANDARD'), seat('OFFICESUBSCRIPTION', null, { sinceDays: 89 })],
    () => mobileOnly,
  ),
  busy(
    'a plan less than most off',
    [seat('SPE_E3', null, { keeps: [...keptPlans, 'WHITEBOARD_PLAN2'] })],
    () => ({
      ...web,
      hasArchive: true,
    }),
  ),
];
