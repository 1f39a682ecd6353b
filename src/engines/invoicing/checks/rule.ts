import type { InvoiceFacts } from '../invoice-facts.ts';

/** Where a rule is broken: the path inside the invoice document, and what stands there. */
export interface Finding {
  readonly path: string;
  readonly found?: string | undefined;
}

/** One business rule: its published id, what it demands, and where a document breaks it. */
export interface Rule {
  readonly id: string;
  readonly sentence: string;
  /** A warning does not make a document invalid. */
  readonly severity?: 'fatal' | 'warning';
  readonly check: (facts: InvoiceFacts) => readonly Finding[];
}

/** A finding at `path` unless the condition holds. */
export const expectAt = (path: string, holds: boolean, found?: string): readonly Finding[] =>
  holds ? [] : [{ path, found }];

/** A rule about one place of the document. */
export const rule = (
  id: string,
  sentence: string,
  path: string,
  holds: (facts: InvoiceFacts) => boolean,
  foundIn: (facts: InvoiceFacts) => string | undefined = () => undefined,
): Rule => ({ id, sentence, check: (facts) => expectAt(path, holds(facts), foundIn(facts)) });

/** A rule about each thing of a list; `holds` may ask the whole document. */
export const ruleOfEach = <T>(
  id: string,
  sentence: string,
  listOf: (facts: InvoiceFacts) => readonly Located<T>[],
  holds: (item: T, facts: InvoiceFacts) => boolean,
  field = '',
): Rule => ({
  id,
  sentence,
  check: (facts) =>
    listOf(facts)
      .filter(({ item }) => !holds(item, facts))
      .map(({ path, item }) => ({
        path: `${path}${field}`,
        found: typeof item === 'string' ? item : undefined,
      })),
});

/** A part of the document and where it stands. */
export interface Located<T> {
  readonly path: string;
  readonly item: T;
}

export const located = <T>(path: string, items: readonly T[]): readonly Located<T>[] =>
  items.map((item, at) => ({ path: `${path}[${at}]`, item }));

export const isPresent = (value: unknown): boolean => value !== undefined && value !== '';
