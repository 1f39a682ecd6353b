import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const property = z.object({ Name: z.string(), Type: z.string(), Nullable: z.string().optional() });
const structure = z.object({
  Name: z.string(),
  BaseType: z.string().optional(),
  Property: z.array(property).default([]),
});
const enumeration = z.object({
  Name: z.string(),
  Member: z.array(z.object({ Name: z.string() })).default([]),
});
const operation = z.object({ Name: z.string(), Parameter: z.array(property).default([]) });
const schema = z.object({
  Namespace: z.string(),
  EntityType: z.array(structure).default([]),
  ComplexType: z.array(structure).default([]),
  EnumType: z.array(enumeration).default([]),
  Action: z.array(operation).default([]),
  Function: z.array(operation).default([]),
});

type Property = z.infer<typeof property>;
type Structure = z.infer<typeof structure>;

/** What Microsoft's own metadata of Graph says, for names of the namespace `microsoft.graph`. */
export interface GraphMetadata {
  /** Faults of a value against a type such as `graph.user` or `Collection(Edm.Guid)`; empty when it conforms. */
  check(value: unknown, type: string, place?: string): readonly string[];
  /** The parameters of each form of an action or function bound to a type, without the bound one. */
  overloadsOf(name: string, boundType: string): readonly (readonly string[])[];
  membersOf(enumeration: string): readonly string[];
}

const lists = new Set([
  'Schema',
  'EntityType',
  'ComplexType',
  'EnumType',
  'Action',
  'Function',
  'Property',
  'Member',
  'Parameter',
]);

const primitives: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  'Edm.Int64': (value) => Number.isSafeInteger(value),
  'Edm.Guid': (value) => z.guid().safeParse(value).success,
  'Edm.DateTimeOffset': (value) => z.iso.datetime({ offset: true }).safeParse(value).success,
};

const readMetadata = (path: string) => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => lists.has(name),
  });
  const parsed = z
    .object({ 'edmx:Edmx': z.object({ 'edmx:DataServices': z.object({ Schema: z.array(z.unknown()) }) }) })
    .parse(parser.parse(readFileSync(path, 'utf8')));
  const schemas = parsed['edmx:Edmx']['edmx:DataServices'].Schema.map((entry) => schema.parse(entry));
  const graph = schemas.find(({ Namespace }) => Namespace === 'microsoft.graph');
  if (!graph) throw new Error(`${path} has no schema microsoft.graph`);
  return graph;
};

/**
 * Types that may carry names of their own. `user` and `group` are open in the metadata too, for extensions of
 * customers, but a name of Graph that is spelt wrong must not pass as one.
 */
const open: ReadonlySet<string> = new Set(['publicInnerError']);

const bare = (type: string): string => type.replace(/^graph\./, '');

export const loadGraphMetadata = (path: string): GraphMetadata => {
  const graph = readMetadata(path);
  const structures = new Map<string, Structure>(
    [...graph.EntityType, ...graph.ComplexType].map((type) => [type.Name, type]),
  );
  const enumerations = new Map(
    graph.EnumType.map(({ Name, Member }) => [Name, Member.map((member) => member.Name)]),
  );

  const propertiesOf = (name: string): Map<string, Property> => {
    const type = structures.get(name);
    if (!type) throw new Error(`Graph has no type ${name}`);
    const inherited = type.BaseType === undefined ? [] : propertiesOf(bare(type.BaseType));
    return new Map([...inherited, ...type.Property.map((entry) => [entry.Name, entry] as const)]);
  };

  const checkStructure = (value: unknown, name: string, place: string): string[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: no ${name}`];
    const known = propertiesOf(name);
    return Object.entries(value).flatMap(([key, entry]) => {
      if (key.startsWith('@odata.')) return [];
      const declared = known.get(key);
      if (!declared) return open.has(name) ? [] : [`${place}.${key}: not of ${name}`];
      if (entry === null) return declared.Nullable === 'false' ? [`${place}.${key}: must not be null`] : [];
      return check(entry, declared.Type, `${place}.${key}`);
    });
  };

  const check = (value: unknown, type: string, place = '$'): string[] => {
    const [, item] = /^Collection\((.*)\)$/.exec(type) ?? [];
    if (item !== undefined) {
      if (!Array.isArray(value)) return [`${place}: no collection`];
      return value.flatMap((entry, at) => check(entry, item, `${place}[${at}]`));
    }
    if (type.startsWith('Edm.')) {
      const isValid = primitives[type];
      if (!isValid) throw new Error(`the check knows no ${type}`);
      return isValid(value) ? [] : [`${place}: ${JSON.stringify(value)} is no ${type}`];
    }
    const members = enumerations.get(bare(type));
    if (!members) return checkStructure(value, bare(type), place);
    return members.includes(String(value))
      ? []
      : [`${place}: ${JSON.stringify(value)} is no member of ${type}`];
  };

  return {
    check,
    overloadsOf: (name, boundType) =>
      [...graph.Action, ...graph.Function]
        .filter((candidate) => candidate.Name === name && candidate.Parameter[0]?.Type === boundType)
        .map(({ Parameter }) => Parameter.slice(1).map((parameter) => parameter.Name)),
    membersOf: (name) => enumerations.get(name) ?? [],
  };
};
