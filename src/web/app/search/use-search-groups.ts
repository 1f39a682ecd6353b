import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../../shared/identity/contract.ts';
import { pagePath } from '../../ui/page/links.tsx';
import { useMe } from '../../ui/session/session.ts';
import { themeChoices, usePreferences } from '../../ui/theme/preferences.tsx';
import { features } from '../features.ts';
import { navigationTexts } from '../navigation.ts';
import { useNavigation } from '../use-navigation.ts';
import { useSignOut } from '../use-sign-out.ts';
import { filterGroups, type SearchGroup, type SearchItem } from './search-items.ts';

const providers = features.flatMap((feature) => feature.searches ?? []);
const leastCharacters = 2;

/** What the command search offers for a text: pages, what features find, organisations, actions. */
export const useSearchGroups = (
  text: string,
  organisation: Membership | undefined,
): readonly SearchGroup[] => {
  const { t } = useTranslation([...navigationTexts]);
  const found = useFound(text, organisation);
  const groups: readonly SearchGroup[] = [
    { id: 'pages', label: t('app:search.pages'), items: usePages(organisation) },
    { id: 'organisations', label: t('app:search.organisations'), items: useOrganisations() },
    { id: 'actions', label: t('app:search.actions'), items: useActions() },
  ];
  return [...filterGroups(groups, text), ...found];
};

const usePages = (organisation: Membership | undefined): readonly SearchItem[] => {
  const { t } = useTranslation([...navigationTexts]);
  const navigate = useNavigate();
  const groups = useNavigation(organisation);
  if (organisation === undefined) return [];
  return groups.flatMap(({ area, entries }) =>
    entries.map((entry) => ({
      id: `page:${entry.path}`,
      label: t(entry.label),
      detail: t(`app:area.${area}`),
      run: () => void navigate({ to: pagePath(organisation.organisationId, entry.path) }),
    })),
  );
};

const useOrganisations = (): readonly SearchItem[] => {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { organisations } = useMe();
  return organisations.map((each) => ({
    id: `organisation:${each.organisationId}`,
    label: each.name,
    detail: t(`kind.${each.kind}`),
    run: () => void navigate({ to: `/o/${each.organisationId}` }),
  }));
};

const useActions = (): readonly SearchItem[] => {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { change } = usePreferences();
  const signOut = useSignOut();
  return [
    { id: 'action:account', label: t('account.page'), run: () => void navigate({ to: '/account' }) },
    ...themeChoices.map((theme) => ({
      id: `action:theme:${theme}`,
      label: `${t('account.theme')}: ${t(`theme.${theme}`)}`,
      run: () => change({ theme }),
    })),
    { id: 'action:sign-out', label: t('account.signOut'), run: () => void signOut() },
  ];
};

const useFound = (text: string, organisation: Membership | undefined): readonly SearchGroup[] => {
  const { t } = useTranslation([...navigationTexts]);
  const navigate = useNavigate();
  const wanted = useDeferredValue(text.trim());
  const organisationId = organisation?.organisationId ?? '';
  const results = useQueries({
    queries: providers.map((provider) => ({
      queryKey: ['search', organisationId, provider.id, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => provider.search(wanted, organisationId, signal),
      enabled:
        wanted.length >= leastCharacters && organisation?.permissions.includes(provider.permission) === true,
    })),
  });
  return providers.flatMap((provider, index) => {
    const hits = results[index]?.data ?? [];
    if (hits.length === 0) return [];
    const items = hits.map((hit) => ({
      id: `${provider.id}:${hit.id}`,
      label: hit.label,
      detail: hit.detail,
      run: () =>
        void navigate({ to: pagePath(organisationId, hit.path), search: (hit.search ?? {}) as never }),
    }));
    return [{ id: provider.id, label: t(provider.label), items }];
  });
};
