/**
 * Colours that people with the common kinds of colour blindness can tell apart (neighbours differ in
 * lightness too) and that stand out from their background at 3 : 1 or more (WCAG 2.2, 1.4.11).
 */
const lightColours = [
  '#04727a',
  '#c77700',
  '#3b5bb5',
  '#b8578c',
  '#2f8fd0',
  '#a8380b',
  '#7f7a12',
  '#7a4fb0',
  '#0b8a5f',
  '#7a4a21',
  '#d1495b',
  '#274c77',
] as const;
const darkColours = [
  '#3fb2ba',
  '#f2a541',
  '#8ea6f0',
  '#e58fbd',
  '#6fc1f5',
  '#f07b4f',
  '#c9c25a',
  '#b899ea',
  '#4ec99a',
  '#c69167',
  '#ff8a96',
  '#7fb0e0',
] as const;

/** What is left over is grey, so that it does not compete with what has a name. */
const otherColours = { light: '#8a8886', dark: '#8a8886' } as const;

/** The key of the series that sums up what is too small to show. */
export const otherKey = '__other__';

/** Providers keep their colour wherever they appear, near to how people know them. */
const reserved: Readonly<Record<string, number>> = {
  // The whole has the colour of the brand.
  total: 0,
  aws: 1,
  'amazon web services': 1,
  microsoft: 4,
  azure: 4,
  'google cloud': 8,
  'google cloud platform': 8,
  gcp: 8,
  // Seats and those who hold them: what is used has the colour of the brand.
  active: 0,
  assigned: 4,
  bought: 11,
  stale: 1,
  inactive: 5,
  never: 9,
  unknown: 2,
  'oracle cloud infrastructure': 5,
  oracle: 5,
};

/** FNV-1a: the same text has the same number on every page and every day. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
};

/**
 * A colour for each key: the one its text leads to, on every page alike; where two keys of a chart meet, the
 * one that sorts later takes the next colour that is free.
 */
export const coloursOf = (keys: readonly string[], dark: boolean): ReadonlyMap<string, string> => {
  const colours = dark ? darkColours : lightColours;
  const taken = new Set<number>();
  const chosen = new Map<string, string>();
  for (const key of [...new Set(keys)].sort(reservedFirst)) {
    if (key === otherKey) {
      chosen.set(key, otherColours[dark ? 'dark' : 'light']);
      continue;
    }
    let place = reserved[key.toLowerCase()] ?? hash(key) % colours.length;
    for (let tries = 0; taken.has(place) && tries < colours.length; tries += 1)
      place = (place + 1) % colours.length;
    taken.add(place);
    chosen.set(key, colours[place] ?? colours[0]);
  }
  return chosen;
};

const reservedFirst = (a: string, b: string): number => {
  const rank = (key: string) => (key.toLowerCase() in reserved ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
};
