import type { Sku } from '../catalogue/catalogue.ts';
import type { GraphGroup, GraphSubscription } from './graph-schemas.ts';

export type AssignmentState = 'Active' | 'ActiveWithError' | 'Disabled' | 'Error' | 'unknown';

/** One way in which a SKU reaches a user. */
export interface Way {
  readonly groupId: string | null;
  readonly state: AssignmentState;
  readonly error: string | null;
  /** Day since which it is in this state; `noDay` when unknown. */
  readonly updatedDay: number;
}

/** A SKU at a user: one seat, however many ways it comes. */
export interface Seat {
  readonly skuId: string;
  /** Whether it consumes a seat; false when every way ended in an error. */
  readonly isHeld: boolean;
  /** Plan ids in lower case, sorted; the same set is the same object for all users. */
  readonly disabledPlans: ReadonlySet<string>;
  readonly disabledKey: string;
  readonly ways: readonly Way[];
}

export interface User {
  /** Place in the directory: where reports note what they know. */
  readonly place: number;
  readonly id: string;
  readonly label: string;
  /** Null when it was not exported. */
  readonly isEnabled: boolean | null;
  readonly isGuest: boolean;
  readonly createdDay: number;
  readonly leaveDay: number;
  readonly signIn: SignIn | null;
  readonly seats: readonly Seat[];
}

export interface SignIn {
  readonly day: number;
  readonly field: string;
  /** Counts failed attempts too: there is no time of a successful sign-in. */
  readonly isWeak: boolean;
}

/** A SKU of the tenant with its seats. */
export interface TenantSku {
  readonly sku: Sku;
  readonly isCompany: boolean;
  /** Null when it was not exported. */
  readonly capabilityStatus: string | null;
  readonly consumed: number;
  readonly enabled: number;
  readonly warning: number;
  readonly suspended: number;
}

/** Users by id and by principal name, whatever the case. */
export interface Directory {
  readonly users: readonly User[];
  placeOf(idOrName: string): number | undefined;
}

/** Everything read from a tenant but its reports. */
export interface Tenant {
  readonly directory: Directory;
  readonly skus: readonly TenantSku[];
  /** Null: not exported. */
  readonly subscriptions: readonly GraphSubscription[] | null;
  readonly groups: ReadonlyMap<string, GraphGroup> | null;
  /** By user id in lower case. */
  readonly purposes: ReadonlyMap<string, string> | null;
}
