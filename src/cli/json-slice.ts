/**
 * A piece of a JSON file: an element of the outer array, an entity of a list that was asked for, or an object that
 * may hold such lists (its envelope), with empty ones in their place.
 */
export interface Slice {
  readonly kind: 'element' | 'entity' | 'envelope';
  readonly path: string;
  readonly text: string;
  /** The list that an entity stands in. */
  readonly list?: string;
}

export interface SliceOptions {
  /** How the file is named to the user. */
  readonly label: string;
  /** What to do where the file is wrong. */
  readonly fix: string;
  /** Names of the lists that are cut into entities. */
  readonly lists: readonly string[];
  /** Whether objects of an outer array are cut as well; else each is one element. */
  readonly cutsPages?: boolean;
  /** The largest piece that is held, in bytes. */
  readonly mostBytes?: number;
}
