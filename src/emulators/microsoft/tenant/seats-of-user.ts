import { instantText } from './calendar.ts';
import type { AssignedLicense, LicenseAssignmentState } from './entities.ts';
import type { GroupKey } from './group-plan.ts';
import type { Draw } from './random.ts';
import type { SeatSketch, WaySketch } from './sketch.ts';
import { type EmulatedSku, skuOf, type Workloads, workloadsOf } from './skus.ts';

const nothing: readonly string[] = [];

interface PlanChoice {
  readonly licence: AssignedLicense;
  readonly planNames: readonly string[];
}

/** The same choice of plans is the same object for all its holders. */
const choices = new Map<string, PlanChoice>();

const isOff = (name: string, { keeps, drops }: SeatSketch): boolean =>
  keeps !== undefined ? !keeps.includes(name) : drops?.includes(name) === true;

const choiceOf = (seat: SeatSketch): PlanChoice => {
  const key = `${seat.sku}|${seat.keeps?.join() ?? ''}|${seat.drops?.join() ?? ''}`;
  const known = choices.get(key);
  if (known) return known;
  const sku: EmulatedSku = skuOf(seat.sku);
  const off = sku.plans.filter(({ name }) => isOff(name, seat));
  const choice: PlanChoice = {
    licence: { skuId: sku.id, disabledPlans: off.length === 0 ? nothing : off.map(({ id }) => id) },
    planNames: sku.plans.filter((plan) => !off.includes(plan)).map(({ name }) => name),
  };
  choices.set(key, choice);
  return choice;
};

const givesSeat = ({ state }: WaySketch): boolean => state === 'Active' || state === 'ActiveWithError';

/** What the seats of one user come to. */
export interface SeatsOfUser {
  readonly assignedLicenses: readonly AssignedLicense[];
  readonly licenseAssignmentStates: readonly LicenseAssignmentState[];
  readonly heldSkus: readonly string[];
  readonly workloads: Workloads;
}

interface SeatDates {
  readonly asOfDay: number;
  readonly createdDay: number;
  readonly draw: Draw;
  readonly groupId: (key: GroupKey) => string;
}

const sinceDay = (seat: SeatSketch, { asOfDay, createdDay, draw }: SeatDates): number => {
  // Drawn whatever the sketch says, from the account's birth: the day stays while the tenant's day moves.
  const drawn = createdDay + draw.between(0, 1);
  return seat.sinceDays === undefined ? drawn : asOfDay - seat.sinceDays;
};

const nobodys = workloadsOf([]);
const workloads = new Map<string, Workloads>();

const workloadsOfSeats = (held: readonly SeatSketch[]): Workloads => {
  if (held.length === 0) return nobodys;
  const key = held
    .map(({ sku, keeps, drops }) => `${sku}|${keeps?.join() ?? ''}|${drops?.join() ?? ''}`)
    .join('+');
  const known = workloads.get(key) ?? workloadsOf(held.flatMap((seat) => choiceOf(seat).planNames));
  workloads.set(key, known);
  return known;
};

/** Graph's view of a user's seats. */
export const seatsOfUser = (seats: readonly SeatSketch[], dates: SeatDates): SeatsOfUser => {
  const held = seats.filter(({ ways }) => ways.some(givesSeat));
  return {
    assignedLicenses: held.map((seat) => choiceOf(seat).licence),
    licenseAssignmentStates: seats.flatMap((seat) => {
      const lastUpdatedDateTime = instantText(sinceDay(seat, dates), dates.draw.between(68_400, 82_800));
      const { licence } = choiceOf(seat);
      return seat.ways.map(
        (way): LicenseAssignmentState => ({
          ...licence,
          assignedByGroup: way.group === null ? null : dates.groupId(way.group),
          state: way.state,
          error: way.error,
          lastUpdatedDateTime,
        }),
      );
    }),
    heldSkus: held.map(({ sku }) => sku),
    workloads: workloadsOfSeats(held),
  };
};
