import type { CatalogueData } from './data-format.ts';

/** One row of Microsoft's table 'Product names and service plan identifiers for licensing'. */
export interface TableRow {
  readonly productName: string;
  readonly partNumber: string;
  readonly skuId: string;
  readonly planName: string;
  readonly planId: string;
  readonly planFriendlyName: string;
}

/** The table's columns under the names of a row's fields. */
export const tableColumns: Readonly<Record<keyof TableRow, string>> = {
  productName: 'Product_Display_Name',
  partNumber: 'String_Id',
  skuId: 'GUID',
  planName: 'Service_Plan_Name',
  planId: 'Service_Plan_Id',
  planFriendlyName: 'Service_Plans_Included_Friendly_Names',
};

/** What was cleaned, each counted: the table is written by hand. */
export interface TableDirt {
  /** Rows with a tab, a no-break space or blanks at an end. */
  readonly rowsWithBlanks: number;
  /** Rows that say the same (SKU, plan) again. */
  readonly repeatedRows: number;
  readonly skusWithSeveralNames: number;
  readonly plansWithSeveralNames: number;
}

export interface ReadTable {
  readonly data: CatalogueData;
  readonly rows: number;
  readonly dirt: TableDirt;
}

const clean = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** Names and how often each stands in the table. */
type Names = Map<string, number>;

const noteName = (names: Map<string, Names>, id: string, name: string): void => {
  const known = names.get(id) ?? new Map<string, number>();
  known.set(name, (known.get(name) ?? 0) + 1);
  names.set(id, known);
};

const byText = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** The name that stands most often; of equals the first in the alphabet, so that row order changes nothing. */
const usualName = (names: Names | undefined): string => {
  const sorted = [...(names ?? [])].sort((a, b) => b[1] - a[1] || byText(a, b));
  return sorted[0]?.[0] ?? '';
};

interface Collected {
  readonly skuNames: Map<string, Names>;
  readonly partNumbers: Map<string, Names>;
  readonly planNames: Map<string, Names>;
  readonly friendlyNames: Map<string, Names>;
  readonly plansOf: Map<string, Set<string>>;
}

const compile = (from: Collected, source: string, readOn: string): CatalogueData => {
  const plans = [...from.planNames].sort(byText).map(([id, names]): CatalogueData['plans'][number] => {
    const name = usualName(names);
    return [id, name, usualName(from.friendlyNames.get(id)) || name];
  });
  const placeOf = new Map(plans.map(([id], place) => [id, place]));
  const skus = [...from.plansOf]
    .map(([id, planIds]): CatalogueData['skus'][number] => [
      id,
      usualName(from.partNumbers.get(id)),
      usualName(from.skuNames.get(id)),
      [...planIds].map((plan) => placeOf.get(plan) ?? 0).sort((a, b) => a - b),
    ])
    .sort((a, b) => byText([a[1], 0], [b[1], 0]) || byText([a[0], 0], [b[0], 0]));
  return { format: 1, source, readOn, plans, skus };
};

const several = (names: ReadonlyMap<string, Names>): number =>
  [...names.values()].filter(({ size }) => size > 1).length;

/**
 * Turns the rows of Microsoft's table into a catalogue: names are cleaned of stray tabs and no-break spaces, an
 * id with several names keeps the usual one, and repeated pairs count once.
 */
export const readCatalogueTable = (
  rows: Iterable<TableRow>,
  { source, readOn }: { readonly source: string; readonly readOn: string },
): ReadTable => {
  const collected: Collected = {
    skuNames: new Map(),
    partNumbers: new Map(),
    planNames: new Map(),
    friendlyNames: new Map(),
    plansOf: new Map(),
  };
  const counts = { rows: 0, rowsWithBlanks: 0, repeatedRows: 0 };
  for (const row of rows) {
    counts.rows += 1;
    const values = Object.values(row) as readonly string[];
    if (values.some((value) => clean(value) !== value)) counts.rowsWithBlanks += 1;
    const skuId = clean(row.skuId).toLowerCase();
    const planId = clean(row.planId).toLowerCase();
    noteName(collected.skuNames, skuId, clean(row.productName));
    noteName(collected.partNumbers, skuId, clean(row.partNumber));
    noteName(collected.planNames, planId, clean(row.planName));
    noteName(collected.friendlyNames, planId, clean(row.planFriendlyName));
    const plans = collected.plansOf.get(skuId) ?? new Set<string>();
    if (plans.has(planId)) counts.repeatedRows += 1;
    collected.plansOf.set(skuId, plans.add(planId));
  }
  return {
    data: compile(collected, source, readOn),
    rows: counts.rows,
    dirt: {
      rowsWithBlanks: counts.rowsWithBlanks,
      repeatedRows: counts.repeatedRows,
      skusWithSeveralNames: several(collected.skuNames),
      plansWithSeveralNames: several(collected.planNames),
    },
  };
};
