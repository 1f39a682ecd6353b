import { z } from 'zod';
import { automations, confidences, ruleIds, savingKinds } from '../../../../shared/licences/audit-result.ts';
import { type FindingState, groupingSchema, undecidedStates } from '../../../../shared/licences/contract.ts';
import type { GridView } from '../../../ui/grid/grid-view.ts';
import { free, known, order } from '../common/asked.ts';
import type { FindingsAsked, FindingsFilter, Grouping } from '../licence-queries.ts';

/** Where findings stand; each tab has the states that belong to it. */
export const findingTabs = ['decide', 'snoozed', 'dismissed', 'planned', 'gone'] as const;
export type FindingTab = (typeof findingTabs)[number];

export const statesOf: Readonly<Record<FindingTab, readonly FindingState[]>> = {
  decide: undecidedStates,
  snoozed: ['snoozed'],
  dismissed: ['dismissed'],
  planned: ['planned'],
  gone: ['gone', 'done'],
};

/** The tab that a finding in this state stands in. */
export const tabOf = (state: FindingState): FindingTab =>
  findingTabs.find((tab) => statesOf[tab].includes(state)) ?? 'decide';

/** What the page shows, as its address has it. */
export const findingsSearchSchema = z.object({
  tab: z.enum(findingTabs).default('decide'),
  show: z.enum(['groups', 'list']).default('groups'),
  by: groupingSchema.default('rule'),
  superseded: z.enum(['true', 'false']).default('false'),
});
export type FindingsSearch = z.output<typeof findingsSearchSchema>;

/** What the server can order by: the ids of the columns are its words. */
export const findingSorts = [
  'rule',
  'label',
  'sku',
  'saving',
  'state',
  'firstSeen',
  'department',
  'confidence',
] as const;

/** Facets of the list; a group that is entered becomes the value of its facet. */
export const facetOf: Readonly<Record<Grouping, string>> = {
  rule: 'rule',
  department: 'department',
  country: 'country',
  costCentre: 'costCentre',
  sku: 'sku',
  savingKind: 'savingKind',
  confidence: 'confidence',
  state: 'state',
};

/** What narrows groups and list alike. */
export const findingsFilter = (
  search: FindingsSearch,
  view: GridView,
  connectionId: string | undefined,
): FindingsFilter => ({
  connectionId,
  search: view.find === '' ? undefined : view.find,
  state: known(view, 'state', statesOf[search.tab]) ?? [...statesOf[search.tab]],
  rule: known(view, 'rule', ruleIds),
  sku: free(view, 'sku'),
  department: free(view, 'department'),
  country: free(view, 'country'),
  costCentre: free(view, 'costCentre'),
  savingKind: known(view, 'savingKind', savingKinds),
  confidence: known(view, 'confidence', confidences),
  automation: known(view, 'automation', automations),
  superseded: search.superseded,
});

export const findingsAsked = (filter: FindingsFilter, view: GridView): FindingsAsked => ({
  ...filter,
  ...order(view, findingSorts),
});
