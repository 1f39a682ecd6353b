import type { ApplyScenario } from '../../../shared/commitments/apply.ts';
import { type Application, createApplication } from './application.ts';
import { parseUnits, unitsAt } from './units.ts';

/** The usage of one hour, and the application that fits its lines. */
export interface UsageHour {
  readonly hour: string;
  /** Positions in the scenario's usage, in its order. */
  readonly entries: readonly number[];
  readonly application: Application;
  /** Beside `entries`, in units of the application's `quantityPlaces`. */
  readonly quantities: readonly bigint[];
}

type Usage = ApplyScenario['usage'][number];

/** What usage is, apart from when and how much. */
const lineKey = (usage: Usage): string => {
  const { id: _id, hour: _hour, quantity: _quantity, ...line } = usage;
  return JSON.stringify(line);
};

const applicationFor = (
  scenario: ApplyScenario,
  entries: readonly number[],
  quantityPlaces: number,
): Application => {
  const pick = <U>(usage: readonly U[]): readonly U[] => entries.flatMap((entry) => usage[entry] ?? []);
  switch (scenario.provider) {
    case 'aws':
      return createApplication({ ...scenario, lines: pick(scenario.usage), quantityPlaces });
    case 'azure':
      return createApplication({ ...scenario, lines: pick(scenario.usage), quantityPlaces });
    default:
      return createApplication({ ...scenario, lines: pick(scenario.usage), quantityPlaces });
  }
};

/** Hours rarely differ in their lines; where all do, only some preparations are kept. */
const mostKept = 500;

/**
 * Cuts usage into its hours, in their order. Hours with the same lines in the same order share what is prepared:
 * which commitment may cover which line.
 */
export function* usageHours(scenario: ApplyScenario): Generator<UsageHour> {
  const usage: readonly Usage[] = scenario.usage;
  const quantities = usage.map(({ quantity }) => parseUnits(quantity));
  const places = quantities.reduce((most, quantity) => Math.max(most, quantity.places), 0);
  const numbers = new Map<string, number>();
  const lineNumbers = usage.map((each) => {
    const key = lineKey(each);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  const byHour = Map.groupBy(usage.keys(), (entry) => usage[entry]?.hour ?? '');
  const applications = new Map<string, Application>();
  for (const hour of [...byHour.keys()].sort()) {
    const entries = byHour.get(hour) ?? [];
    const signature = entries.map((entry) => lineNumbers[entry]).join();
    const application = applications.get(signature) ?? applicationFor(scenario, entries, places);
    if (applications.size < mostKept) applications.set(signature, application);
    yield {
      hour,
      entries,
      application,
      quantities: entries.map((entry) =>
        unitsAt(quantities[entry] ?? { units: 0n, places: 0 }, application.quantityPlaces),
      ),
    };
  }
}
