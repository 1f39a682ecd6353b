import type { FluentIcon } from '@fluentui/react-icons';
import type { UseQueryOptions } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Permission } from '../../shared/access.ts';
import type { Membership } from '../../shared/identity/contract.ts';
import type { Run } from '../../shared/runs/contract.ts';

/** The areas of the navigation, in this order. */
export const areas = [
  'overview',
  'licences',
  'cloud',
  'commitments',
  'changes',
  'customers',
  'billing',
  'workplace',
  'support',
  'settings',
] as const;
export type Area = (typeof areas)[number];

/** A page of an organisation, below `/o/<organisationId>/`. */
export interface FeaturePage {
  /** Such as `cloud/explorer` or `cloud/imports/$importId`. */
  readonly path: string;
  /** Without it the page is absent: not in the navigation, and a 404 when typed. */
  readonly permission: Permission;
  /** Loads the page's chunk. The component reads its state with `useSearchState`, its params with `usePageParam`. */
  readonly load: () => Promise<ComponentType>;
}

/** A page that needs no organisation: `public` for anybody, `personal` for whoever is signed in. */
export interface PlainPage {
  /** Such as `/sign-in` or `/invitations/$token`. */
  readonly path: string;
  readonly kind: 'public' | 'personal';
  readonly load: () => Promise<ComponentType>;
}

/** An entry of the left navigation. */
export interface NavigationEntry {
  readonly area: Area;
  /** A page's path without params. */
  readonly path: string;
  /** `namespace:key` */
  readonly label: string;
  readonly icon: FluentIcon;
  readonly permission: Permission;
  /** Where the permission alone does not tell: asks whether there is anything to show. Absent until the answer is yes. */
  readonly present?: (organisation: Membership) => UseQueryOptions<boolean>;
  /** Position inside its area; smaller first. */
  readonly order: number;
}

/** Something the command search can find beyond pages: users, SKUs, resources, customers, actions. */
export interface SearchProvider {
  readonly id: string;
  /** `namespace:key`, the heading over its results. */
  readonly label: string;
  readonly permission: Permission;
  /** Answers at most ten. Called with at least two characters; aborted when the text changes. */
  readonly search: (
    text: string,
    organisationId: string,
    signal: AbortSignal,
  ) => Promise<readonly SearchHit[]>;
}

export interface SearchHit {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** A page's path, with its search if it needs one. */
  readonly path: string;
  readonly search?: Readonly<Record<string, unknown>>;
}

/** A kind of long job, for the notices of the top bar. */
export interface RunKind {
  /** As the server calls it, such as `lake.import`. */
  readonly kind: string;
  /** `namespace:key` */
  readonly label: string;
  /** The page about it. */
  readonly path: string;
  /** Its success only begins another job, which says itself when everything is there. */
  readonly continues?: boolean;
  /** Whether the result of a success asks for a look, such as rows that were left out. */
  readonly warns?: (result: Run['result']) => boolean;
}

/** What a folder of `src/web/features` offers the shell: exported as `feature` from its `feature.ts`. */
export interface Feature {
  readonly id: string;
  /** Namespaces of texts that must be there before its titles and labels can be read. */
  readonly texts: readonly string[];
  readonly pages: readonly FeaturePage[];
  readonly plainPages?: readonly PlainPage[];
  readonly navigation: readonly NavigationEntry[];
  readonly searches?: readonly SearchProvider[];
  readonly runKinds?: readonly RunKind[];
}
