/** Search parameters as the address holds them: text, and JSON only for lists and objects. */
export type Search = Readonly<Record<string, unknown>>;

/**
 * Reads the query of an address. Everything is text unless it is written as JSON list, object or quoted
 * text: a token such as `12e5` must not turn into a number. Schemas coerce what they want as numbers.
 */
export const parseSearch = (text: string): Record<string, unknown> =>
  Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, parseValue(value)]));

const parseValue = (value: string): unknown => {
  if (!/^["[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** Writes what `parseSearch` reads; absent and empty values are left out, so that addresses stay short. */
export const writeSearch = (search: Search): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    parameters.set(name, writeValue(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
};

const writeValue = (value: unknown): string => {
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  return /^["[{]/.test(text) ? JSON.stringify(text) : text;
};
