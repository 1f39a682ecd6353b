import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Texts that satisfy the patterns our contracts use: amounts, currencies, digests, keys, names of columns. */
const texts = [
  'Sample',
  'sample',
  'EUR',
  '1',
  '2026-01-15',
  '2026-01',
  '0'.repeat(64),
  'sample.csv',
  'ServiceName',
  'P1Y',
  'sample-text-of-length',
];

const ofFormat: Readonly<Record<string, string>> = {
  uuid: '01980000-0000-7000-8000-000000000001',
  email: 'sample@example.test',
  // In the future, so that what expires has not yet.
  'date-time': '2030-01-01T00:00:00Z',
  date: '2026-01-15',
  uri: 'https://example.test/sample',
};

const textOf = (schema: JsonSchema): string => {
  const known = schema.format === undefined ? undefined : ofFormat[schema.format];
  if (known !== undefined) return known;
  const { minLength = 0, maxLength = 1_000_000, pattern } = schema;
  const fits = (text: string): boolean =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text));
  const found = [...texts, 'a'.repeat(minLength)].find(fits);
  if (found === undefined) throw new Error(`no sample for the text ${JSON.stringify(schema)}`);
  return found;
};

/** `variant` walks through the alternatives of enumerations and unions. */
const pick = <T>(options: readonly T[], variant: number): T => {
  const found = options[variant % options.length];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

const objectOf = (schema: JsonSchema, root: JsonSchema, variant: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      sampleOf(property as JsonSchema, root, variant),
    ]),
  );

const sampleOf = (schema: JsonSchema, root: JsonSchema, variant: number): unknown => {
  if (schema.examples !== undefined && schema.examples.length > 0)
    return pick(schema.examples as readonly unknown[], variant);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, variant);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return sampleOf((root.$defs?.[name] ?? root) as JsonSchema, root, variant);
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return sampleOf(pick(options, variant) as JsonSchema, root, variant);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part as JsonSchema, root, variant)));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), Number(schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return variant % 2 === 0;
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, (_unused, index) =>
        sampleOf((schema.items ?? {}) as JsonSchema, root, variant + index),
      );
    case 'object':
      return objectOf(schema, root, variant);
    case 'null':
      return null;
    default:
      return 'sample';
  }
};

type Path = readonly PropertyKey[];

/** The value with something else at one place. */
const withAt = (value: unknown, [first, ...rest]: Path, replacement: unknown): unknown => {
  if (first === undefined) return replacement;
  if (Array.isArray(value)) return value.with(Number(first), withAt(value[Number(first)], rest, replacement));
  const object = value as Record<PropertyKey, unknown>;
  return { ...object, [first]: withAt(object[first], rest, replacement) };
};

/** What is tried where a rule in code objects: other texts, a later instant, a number, nothing at all. */
const replacements = [...texts, '2030-02-01T00:00:00Z', 100, undefined];

/** Rules in code are not in the JSON Schema: where one objects, something else is tried in that place. */
const repaired = (schema: z.ZodType, value: unknown, tries = 10): unknown => {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined || tries === 0) return value;
  const better = replacements
    .map((replacement) => withAt(value, issue.path, replacement))
    .find((changed) => !schema.safeParse(changed).error?.issues.some(({ path }) => isSame(path, issue.path)));
  return better === undefined ? value : repaired(schema, better, tries - 1);
};

const isSame = (one: Path, other: Path): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * A value that a schema accepts, the same at every run; different variants take other alternatives. What a
 * contract demands across fields it shows by an example: `schema.meta({ examples: [...] })`.
 */
export const sampleInput = (schema: z.ZodType, variant = 0): unknown => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const value = repaired(schema, sampleOf(json, json, variant));
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new Error(
      `the sample ${JSON.stringify(value)} is not valid, give the contract an example: ${parsed.error.message}`,
    );
  return value;
};

/** Every place in a value where an id stands: the value with another id there, one place at a time. */
export const withForeignId = (value: unknown, id: string): unknown[] => {
  if (value === ofFormat.uuid) return [id];
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      withForeignId(item, id).map((changed) => value.with(index, changed)),
    );
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) =>
      withForeignId(item, id).map((changed) => ({ ...value, [name]: changed })),
    );
  return [];
};
