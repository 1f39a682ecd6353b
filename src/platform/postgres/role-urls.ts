/** The two doors to a database: as its owner (migrations, backup), and as the role that serves. */
export interface RoleUrls {
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
}
