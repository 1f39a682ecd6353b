import type { InvoiceFacts } from '../invoice-facts.ts';

/** What stands at the path of a violation, such as `lines[3].tax.rate`; undefined where nothing does. */
export const valueAt = (facts: InvoiceFacts, path: string): unknown => {
  let at: unknown = facts;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  }
  return at;
};
