import type { CatalogueData } from './data-format.ts';

export interface MergedCatalogue {
  readonly data: CatalogueData;
  /** SKUs of the newer one that the older one did not have, and those that it had. */
  readonly added: number;
  readonly replaced: number;
}

type Plan = CatalogueData['plans'][number];
type Sku = CatalogueData['skus'][number];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lays a catalogue over an older one: a SKU or plan that both have is as the newer one says. */
export const mergeCatalogues = (older: CatalogueData, newer: CatalogueData): MergedCatalogue => {
  const plans = [...new Map([...older.plans, ...newer.plans].map((plan): [string, Plan] => [plan[0], plan]))]
    .map(([, plan]) => plan)
    .sort((a, b) => byText(a[0], b[0]));
  const placeOf = new Map(plans.map(([id], place) => [id, place]));
  const placed = ({ plans: own, skus }: CatalogueData): readonly [string, Sku][] =>
    skus.map(([id, part, name, places]) => {
      const moved = places.flatMap((place) => placeOf.get(own[place]?.[0] ?? '') ?? []);
      return [id, [id, part, name, moved.sort((a, b) => a - b)]];
    });
  const skus = [...new Map([...placed(older), ...placed(newer)]).values()].sort(
    (a, b) => byText(a[1], b[1]) || byText(a[0], b[0]),
  );
  const added = skus.length - older.skus.length;
  const source = `${newer.source}; merged over: ${older.source}, read on ${older.readOn}`.slice(0, 1000);
  return {
    data: { format: 1, source, readOn: newer.readOn, plans, skus },
    added,
    replaced: newer.skus.length - added,
  };
};
