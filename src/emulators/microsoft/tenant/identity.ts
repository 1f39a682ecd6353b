import peopleJson from './data/people.json' with { type: 'json' };
import type { Draw } from './random.ts';
import { createDraw } from './random.ts';
import type { AccountKind } from './sketch.ts';

interface Country {
  readonly code: string;
  readonly country: string;
  readonly language: string;
  readonly weight: number;
  readonly cities: readonly string[];
  readonly given: readonly string[];
  readonly family: readonly string[];
}

/** Who an account says it is. */
export interface Identity {
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  /** The part of an address before the `@`, unique by its number. */
  readonly alias: string;
  readonly department: string | null;
  readonly jobTitle: string | null;
  readonly division: string | null;
  readonly costCenter: string | null;
  readonly companyName: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly countryCode: string;
  readonly language: string | null;
}

const { countries, departments } = peopleJson;
const special: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', å: 'a', ı: 'i', ö: 'oe', ü: 'ue', ä: 'ae' },
};

/** Letters of an address: no accents, no signs. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßłøæåıöüä]/g, (letter) => special[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9-]/g, '');

const weighted = <T extends { readonly weight: number }>(draw: Draw, items: readonly T[]): T | undefined => {
  let left = draw.next() * items.reduce((sum, { weight }) => sum + weight, 0);
  return items.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
};

const one = (draw: Draw, items: readonly string[]): string => items[draw.between(0, items.length - 1)] ?? '';

/** A name in its own script, and how it is written in an address. */
const spelled = (text: string): readonly [string, string] => {
  const [own = '', latin = own] = text.split('|');
  return [own, plain(latin)];
};

/** Graph takes display names of up to 256 characters; some directories fill them. */
const longNameLength = 120;
const longNameEvery = 487;
const longNamePlace = 5;

const lengthen = (name: string, draw: Draw, families: readonly string[]): string => {
  let long = name;
  while (long.length < longNameLength) long += `-${spelled(one(draw, families))[0]}`;
  return long
    .slice(0, longNameLength - 1)
    .trimEnd()
    .padEnd(longNameLength, 'e');
};

const nobody = {
  givenName: null,
  surname: null,
  department: null,
  jobTitle: null,
  division: null,
  costCenter: null,
  companyName: null,
  city: null,
  language: null,
};

const namesOfKind: Readonly<Record<'shared' | 'room' | 'equipment' | 'service', readonly string[]>> = {
  shared: peopleJson.sharedMailboxes,
  room: peopleJson.rooms,
  equipment: peopleJson.equipment,
  service: peopleJson.services,
};

const countryOf = (draw: Draw): Country => {
  const [first] = countries;
  const drawn = weighted(draw, countries) ?? first;
  if (!drawn) throw new Error('The emulator has no countries.');
  return drawn;
};

const person = (draw: Draw, place: number, country: Country, kind: 'member' | 'guest'): Identity => {
  const [givenName, givenAlias] = spelled(one(draw, country.given));
  const [surname, surnameAlias] = spelled(one(draw, country.family));
  const department = weighted(draw, departments);
  const jobTitle = one(draw, department?.titles ?? []);
  const isLong = place % longNameEvery === longNamePlace;
  const name = (country.code === 'JP' ? [surname, givenName] : [givenName, surname]).join(' ');
  const own = {
    displayName: isLong ? lengthen(name, draw, country.family) : name,
    givenName,
    surname,
    alias: [givenAlias, surnameAlias].join('.'),
    city: one(draw, country.cities),
    country: country.country,
    countryCode: country.code,
  };
  if (kind === 'guest') {
    const companyName = one(draw, peopleJson.partners);
    // Guests bring their own display name, signs and all.
    const displayName = draw.chance(0.3) ? `${surname}, ${givenName} "${companyName}"` : own.displayName;
    return { ...nobody, ...own, displayName, companyName };
  }
  return {
    ...own,
    department: department?.name ?? null,
    jobTitle,
    division: department?.division ?? null,
    costCenter: department ? `${department.costCenter}-${country.code}` : null,
    companyName: null,
    language: country.language,
  };
};

/** The identity of the account at a place; it does not depend on how many accounts there are, or on the day. */
export const identityAt = (seed: number, place: number, kind: AccountKind): Identity => {
  const draw = createDraw(seed, 'identity', place);
  const country = countryOf(draw);
  if (kind === 'member' || kind === 'guest') return person(draw, place, country, kind);
  const where = { country: country.country, countryCode: country.code };
  if (kind === 'breakGlass') {
    return { ...nobody, ...where, displayName: `Emergency Access ${place}`, alias: `emergency.access` };
  }
  const name = one(draw, namesOfKind[kind]);
  const displayName = kind === 'service' ? name : `${name} ${country.code}`;
  return { ...nobody, ...where, displayName, alias: plain(displayName.replace(/ /g, '-')) };
};

/** The name of the organisation of a seed. */
export const companyOf = (seed: number): { readonly displayName: string; readonly domain: string } => {
  const displayName = one(createDraw(seed, 'company'), peopleJson.companies);
  return { displayName, domain: `${plain(displayName.replace(/ /g, '-'))}.example` };
};
