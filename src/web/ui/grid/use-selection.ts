import { useCallback, useMemo, useState } from 'react';

export interface Selection<Row> {
  readonly keys: ReadonlySet<string>;
  /** The selected rows among those shown. */
  readonly rows: readonly Row[];
  readonly all: boolean;
  readonly toggle: (key: string) => void;
  /** Selects all from the last one toggled to this one. */
  readonly extendTo: (key: string) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
}

/** Selected rows by key. Only rows that are shown count: what a filter hides is never acted upon. */
export const useSelection = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Selection<Row> => {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const selected = useMemo(
    () => (wanted.size === 0 ? [] : rows.filter((row) => wanted.has(keyOf(row)))),
    [rows, wanted, keyOf],
  );
  const keys = useMemo(() => new Set(selected.map(keyOf)), [selected, keyOf]);
  const all = rows.length > 0 && keys.size === rows.length;

  const toggle = useCallback((key: string) => {
    setAnchor(key);
    setWanted((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const extendTo = useCallback(
    (key: string) => {
      const ends = [anchor ?? key, key].map((each) => rows.findIndex((row) => keyOf(row) === each));
      const range = rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(keyOf);
      setWanted((current) => new Set([...current, ...range]));
    },
    [anchor, rows, keyOf],
  );
  const clear = useCallback(() => setWanted(new Set()), []);
  const toggleAll = useCallback(
    () => setWanted(all ? new Set() : new Set(rows.map(keyOf))),
    [all, rows, keyOf],
  );
  return { keys, rows: selected, all, toggle, extendTo, toggleAll, clear };
};
