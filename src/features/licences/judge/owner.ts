/** Whose rows are written. */
export interface Owner {
  readonly organisationId: string;
  readonly connectionId: string;
}
