/** Something the command search can find and do. */
export interface SearchItem {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly run: () => void;
}

export interface SearchGroup {
  readonly id: string;
  readonly label: string;
  readonly items: readonly SearchItem[];
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** How well an item fits: 0 not at all, more is better. Every word must occur; a word's start counts more. */
export const fitOf = (text: string, item: Pick<SearchItem, 'label' | 'detail'>): number => {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const label = fold(item.label);
  const all = `${label} ${fold(item.detail ?? '')}`;
  if (!words.every((word) => all.includes(word))) return 0;
  const starts = words.filter((word) => label.split(/\s+/).some((part) => part.startsWith(word))).length;
  return 1 + starts + (label.startsWith(words[0] ?? '') ? 1 : 0);
};

const mostPerGroup = 8;

/** The items that fit, best first, without empty groups. */
export const filterGroups = (groups: readonly SearchGroup[], text: string): readonly SearchGroup[] =>
  groups
    .map((group) => ({
      ...group,
      items: group.items
        .map((item) => ({ item, fit: fitOf(text, item) }))
        .filter(({ fit }) => fit > 0)
        .sort((a, b) => b.fit - a.fit)
        .slice(0, mostPerGroup)
        .map(({ item }) => item),
    }))
    .filter((group) => group.items.length > 0);
