const dayMs = 86_400_000;
const texts = new Map<number, string>();

/** A day as days since 1970-01-01, from `2026-06-30`. */
export const dayOf = (text: string): number => Math.floor(Date.parse(`${text}T00:00:00Z`) / dayMs);

/** The day as `2026-06-30`. */
export const dayText = (day: number): string => {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const made = new Date(day * dayMs).toISOString().slice(0, 10);
  texts.set(day, made);
  return made;
};

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** An instant of that day as Graph writes it, `2026-06-30T08:15:00Z`. */
export const instantText = (day: number, second: number): string =>
  `${dayText(day)}T${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`;
