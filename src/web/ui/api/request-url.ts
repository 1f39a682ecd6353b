/** What may stand in a path or query before it becomes text. */
type Plain = string | number | boolean | bigint | Date | null | undefined;

const plainText = (value: Exclude<Plain, null | undefined>): string =>
  value instanceof Date ? value.toISOString() : String(value);

/** Fills `:name` parts of a contract's path; a missing one is a programming error. */
export const fillPath = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replace(/:([A-Za-z]\w*)/g, (_, name: string) => {
    const value = params[name] as Plain;
    if (value === undefined || value === null || value === '')
      throw new Error(`The path ${path} needs "${name}".`);
    return encodeURIComponent(plainText(value));
  });

/** Writes a query: arrays repeat their name, objects are JSON, absent values are left out. */
export const queryText = (query: Readonly<Record<string, unknown>>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === undefined || each === null) continue;
      const isObject = typeof each === 'object' && !(each instanceof Date);
      parameters.append(
        name,
        isObject ? JSON.stringify(each) : plainText(each as Exclude<Plain, null | undefined>),
      );
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
};

/** The address of an operation below this origin. */
export const requestUrl = (
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string => `/api/v1${fillPath(path, params)}${queryText(query)}`;
