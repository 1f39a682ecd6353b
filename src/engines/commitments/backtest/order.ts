/** Something to buy now. `series` is the index of a series, or null for a flexible offer. */
export interface Order {
  /** Index among the offers. */
  readonly offer: number;
  readonly series: number | null;
  /** On-demand dollars per hour. */
  readonly quantity: number;
}
