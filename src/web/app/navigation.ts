import type { Permission } from '../../shared/access.ts';
import { type Area, areas, type NavigationEntry } from '../ui/feature.ts';
import { features } from './features.ts';

export interface NavigationGroup {
  readonly area: Area;
  readonly entries: readonly NavigationEntry[];
}

/** The entries somebody with these permissions sees, by area, in the order of the areas. */
export const groupNavigation = (
  entries: readonly NavigationEntry[],
  permissions: readonly Permission[],
): readonly NavigationGroup[] => {
  const seen = entries.filter((entry) => permissions.includes(entry.permission));
  return areas
    .map((area) => ({
      area,
      entries: seen.filter((entry) => entry.area === area).sort((a, b) => a.order - b.order),
    }))
    .filter((group) => group.entries.length > 0);
};

/** Every entry of the console's navigation. */
export const navigationEntries: readonly NavigationEntry[] = features.flatMap(
  (feature) => feature.navigation,
);

/** The first page of an organisation that somebody with these permissions may see; one that is there for certain. */
export const startPathOf = (permissions: readonly Permission[]): string | undefined =>
  groupNavigation(
    navigationEntries.filter(({ present }) => present === undefined),
    permissions,
  )[0]?.entries[0]?.path;

/** Namespaces of texts that the navigation needs. */
export const navigationTexts: readonly string[] = [
  'app',
  ...new Set(features.flatMap((feature) => feature.texts)),
];
