/** A commitment that is held, in numbers; hours count from the first hour of the demand. */
export interface Held {
  readonly series: number | null;
  readonly quantity: number;
  readonly discount: number;
  readonly endHour: number;
  /** False where its series is not in the demand: it is paid for, and covers nothing. */
  readonly isUsable: boolean;
}
