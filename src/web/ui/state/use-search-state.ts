import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import type { Search } from './search-codec.ts';

/**
 * Reads each field by itself: one that is wrong (an address typed by hand, an older link) takes its default
 * instead of spoiling the page.
 */
export const readSearch = <S extends z.ZodObject>(schema: S, search: Search): z.output<S> => {
  const whole = schema.safeParse(search);
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  const rest = Object.fromEntries(Object.entries(search).filter(([name]) => !wrong.has(name)));
  return schema.parse(rest);
};

export interface ChangeOptions {
  /** Replace the current entry of the history instead of adding one: for typing and dragging. */
  readonly replace?: boolean;
}

export type ChangeSearch<S extends z.ZodObject> = (
  change: Partial<z.input<S>>,
  options?: ChangeOptions,
) => void;

/**
 * The page's state in its address, typed by a schema whose fields all have defaults or are optional. Give
 * the schema a constant, not one made while rendering. Fields of others in the same address are kept.
 */
export const useSearchState = <S extends z.ZodObject>(schema: S): readonly [z.output<S>, ChangeSearch<S>] => {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const state = useMemo(() => readSearch(schema, search), [schema, search]);
  const change = useCallback<ChangeSearch<S>>(
    (part, options) => {
      const next = (current: Search): Search => ({ ...current, ...part });
      void navigate({
        to: '.',
        search: next as never,
        replace: options?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [state, change];
};
