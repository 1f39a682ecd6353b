import type { InfiniteData } from '@tanstack/react-query';
import type { ResponseOf } from '../../../../../shared/endpoint.ts';
import type { listFindings } from '../../../../../shared/licences/contract.ts';

type Page = ResponseOf<typeof listFindings>;
export type FindingPages = InfiniteData<Page, string | undefined>;

/** A list without the findings that were just decided: they stand under another tab now. */
export const without = (data: FindingPages, ids: ReadonlySet<string>): FindingPages => {
  const gone = data.pages.reduce((sum, page) => sum + page.items.filter(({ id }) => ids.has(id)).length, 0);
  if (gone === 0) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.filter(({ id }) => !ids.has(id)),
      total: Math.max(0, page.total - gone),
    })),
  };
};
