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

/** The navigation of the console for somebody with these permissions. */
export const navigationOf = (permissions: readonly Permission[]): readonly NavigationGroup[] =>
  groupNavigation(
    features.flatMap((feature) => feature.navigation),
    permissions,
  );

/** The first page of an organisation that somebody with these permissions may see. */
export const startPathOf = (permissions: readonly Permission[]): string | undefined =>
  navigationOf(permissions)[0]?.entries[0]?.path;

/** Namespaces of texts that the navigation needs. */
export const navigationTexts: readonly string[] = [
  'app',
  ...new Set(features.flatMap((feature) => feature.texts)),
];
