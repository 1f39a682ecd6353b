import { type ApplyScenario, rateNames } from '../shared/commitments/apply.ts';

/** A name of a scenario that nothing reads. */
export interface UnknownName {
  /** The JSON path of the first, with how many more there are of the same. */
  readonly place: string;
  readonly fix: string;
}

/** A file of something else has thousands; the first ones say what is wrong. */
const mostNamed = 10;
const longestName = 100;

const guide = 'The names that are known are in docs/commitments-apply.md.';

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

const memberOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

interface Found {
  readonly place: string;
  readonly fix: string;
  times: number;
}

/**
 * Names that a scenario has and its schema does not: a rate or a field that is misspelt is without effect, and its
 * plan stays unused. `given` is the scenario before it was checked.
 */
export const unknownNames = (given: unknown, scenario: ApplyScenario): readonly UnknownName[] => {
  const found = new Map<string, Found>();
  const note = (where: string, at: string, name: string, fix: string): void => {
    const kind = JSON.stringify([where, name]);
    const known = found.get(kind);
    if (known !== undefined) known.times += 1;
    else if (found.size < mostNamed) {
      found.set(kind, { place: `$${at}.${name.slice(0, longestName)}`, fix, times: 1 });
    }
  };
  for (const name of keysOf(given)) if (!Object.hasOwn(scenario, name)) note('', '', name, guide);
  const known: readonly string[] = rateNames[scenario.provider];
  for (const list of ['usage', 'commitments'] as const) {
    for (const [index, member] of scenario[list].entries()) {
      const each = memberOf(memberOf(given, list), index);
      const at = `.${list}[${index}]`;
      for (const name of keysOf(each)) if (!Object.hasOwn(member, name)) note(list, at, name, guide);
      if (list === 'commitments') continue;
      for (const name of keysOf(memberOf(each, 'rates'))) {
        if (!known.includes(name)) note('rates', `${at}.rates`, name, `Known are ${known.join(' and ')}.`);
      }
    }
  }
  return Array.from(found.values(), ({ place, fix, times }) => ({
    place: times === 1 ? place : `${place}, and ${times - 1} more of this name`,
    fix,
  }));
};
