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
  smallStorage,
  unused,
} from '../sketch.ts';

type Make = (draw: Draw) => Sketch;

const healthy = (name: string, weight: number, sketch: Make): Persona => ({
  name,
  weight,
  minAgeDays: 0,
  sketch,
});

/** Free SKUs that people have picked up by themselves. */
const free = (draw: Draw): readonly SeatSketch[] => [
  ...(draw.chance(0.25) ? [seat('FLOW_FREE')] : []),
  ...(draw.chance(0.1) ? [seat('POWER_BI_STANDARD')] : []),
];

const worker = (name: string, weight: number, seats: (draw: Draw) => readonly SeatSketch[]): Persona =>
  healthy(name, weight, (draw) => member(active(draw), [...seats(draw), ...free(draw)]));

const microsoftE3 = (draw: Draw): SeatSketch => seat('SPE_E3', draw.chance(0.8) ? 'microsoftE3' : null);
const officeE3 = (draw: Draw): SeatSketch => seat('ENTERPRISEPACK', draw.chance(0.7) ? 'officeE3' : null);

/** Business SKUs are sold for at most 300 users, so these are drawn among the first few thousand only. */
export const businessPersona: Persona = worker('business premium of a subsidiary', 3, () => [seat('SPB')]);

/** People who use what they have. No rule speaks of them. */
export const healthyPersonas: readonly Persona[] = [
  worker('office worker', 22, (draw) => [officeE3(draw)]),
  worker('modern workplace', 20, (draw) => [microsoftE3(draw)]),
  healthy('frontline worker', 18, (draw) =>
    member(active(draw, { ...mobileOnly, ...smallStorage(draw) }), [
      seat('SPE_F1', draw.chance(0.9) ? 'frontline' : null),
    ]),
  ),
  worker('e5 user', 8, (draw) => [seat('SPE_E5', draw.chance(0.85) ? 'microsoftE5' : null)]),
  worker('e3 with security add-on', 4, (draw) => [microsoftE3(draw), seat('IDENTITY_THREAT_PROTECTION')]),
  healthy('mail and web', 4, (draw) => member(active(draw, mobileOnly), [seat('STANDARDPACK')])),
  healthy('copilot user', 5, (draw) =>
    member(active(draw, { copilot: draw.between(2, 20) }), [
      microsoftE3(draw),
      seat('Microsoft_365_Copilot', 'copilot'),
    ]),
  ),
  worker('telephone user', 4, () => [seat('SPE_E3', 'phone'), seat('MCOEV', 'phone')]),
  worker('conference host', 1, (draw) => [officeE3(draw), seat('MCOMEETADV')]),
  worker('webinar host', 1, (draw) => [microsoftE3(draw), seat('Microsoft_Teams_Premium')]),
  worker('visio user', 2, (draw) => [microsoftE3(draw), seat('VISIOCLIENT')]),
  worker('project manager', 2, (draw) => [officeE3(draw), seat('PROJECTPROFESSIONAL')]),
  worker('analyst', 3, (draw) => [microsoftE3(draw), seat('POWER_BI_PRO', 'analysts')]),
  worker('office worker with entra', 1, (draw) => [officeE3(draw), seat('AAD_PREMIUM')]),
  healthy('guest without licence', 5, (draw) =>
    member(active(draw, mobileOnly), draw.chance(0.2) ? [seat('FLOW_FREE')] : [], {
      kind: 'guest',
      purpose: null,
    }),
  ),
  healthy('shared mailbox without licence', 2.5, (draw) =>
    mailbox('shared', { ...unused, mailboxBytes: draw.between(5, 40_000) * 1e6 }, []),
  ),
  healthy('room without licence', 1, () => mailbox('room', unused, [])),
  healthy('service account without licence', 1, (draw) =>
    member({ ...unused, signIn: draw.between(0, 2) }, [], { kind: 'service', purpose: null }),
  ),
];
