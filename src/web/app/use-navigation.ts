import { useQueries } from '@tanstack/react-query';
import type { Membership } from '../../shared/identity/contract.ts';
import { groupNavigation, type NavigationGroup, navigationEntries } from './navigation.ts';

/** The navigation of an organisation: what its member may see, without entries that have nothing to show. */
export const useNavigation = (organisation: Membership | undefined): readonly NavigationGroup[] => {
  const permitted =
    organisation === undefined
      ? []
      : navigationEntries.filter(({ permission }) => organisation.permissions.includes(permission));
  const asking = permitted.filter(({ present }) => present !== undefined);
  const answers = useQueries({
    queries: asking.flatMap(({ present }) =>
      organisation === undefined || present === undefined ? [] : [present(organisation)],
    ),
  });
  const absent = new Set(asking.filter((_, index) => answers[index]?.data !== true));
  return groupNavigation(
    permitted.filter((entry) => !absent.has(entry)),
    organisation?.permissions ?? [],
  );
};
