import { z } from 'zod';

const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a GUID in lower case');
const name = z.string().min(1).max(300);

/**
 * The catalogue as a file: each plan once, and SKUs that point at plans by their place in that list, so that
 * it stays a fraction of the size of Microsoft's table.
 */
export const catalogueDataSchema = z
  .object({
    format: z.literal(1),
    source: z.string().max(1000),
    readOn: z.iso.date(),
    /** `[id, name, friendly name]` */
    plans: z.array(z.tuple([guid, name, name])).max(20_000),
    /** `[id, part number, product name, places in plans]` */
    skus: z.array(z.tuple([guid, name, name, z.array(z.int().nonnegative()).max(2000)])).max(20_000),
  })
  .refine((data) => data.skus.every(([, , , places]) => places.every((at) => at < data.plans.length)), {
    path: ['skus'],
    message: 'places that are in the list of plans',
  });

export type CatalogueData = z.infer<typeof catalogueDataSchema>;

/** Writes a catalogue one entry a line, so that a difference between two of them can be read. */
export const writeCatalogueData = (data: CatalogueData): string => {
  const lines = (entries: readonly unknown[]): string =>
    entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  return [
    '{',
    `  "format": ${data.format},`,
    `  "source": ${JSON.stringify(data.source)},`,
    `  "readOn": ${JSON.stringify(data.readOn)},`,
    `  "plans": [\n${lines(data.plans)}\n  ],`,
    `  "skus": [\n${lines(data.skus)}\n  ]`,
    '}\n',
  ].join('\n');
};
