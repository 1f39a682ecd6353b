import { organisationRoute, type Route } from '../../platform/http/route.ts';
import { getOverview } from '../../shared/overview/contract.ts';
import type { Clock } from '../../shared/time.ts';
import type { CostDesk } from '../explorer/feature.ts';
import { type ConformanceReports, summarise } from './conformance.ts';
import { overviewOf } from './overview.ts';

export type { CheckedImport, ConformanceReports } from './conformance.ts';

export interface OverviewOptions {
  readonly desk: CostDesk;
  readonly reports: ConformanceReports;
  readonly clock: Clock;
}

/** The first page: where spend stands, where it goes, and how far the data can be trusted. */
export const createOverviewFeature = ({
  desk,
  reports,
  clock,
}: OverviewOptions): { readonly routes: readonly Route[] } => ({
  routes: [
    organisationRoute(getOverview, async (context, { query }) => {
      const now = clock.now();
      // The answer changes with the lake and with the day, not with the second.
      const question = { ...query, day: now.toISOString().slice(0, 10) };
      const [costs, imports] = await Promise.all([
        desk.ask(context, 'overview', question, (live, signal) =>
          overviewOf(desk.questions, live, { cost: query.cost, currency: query.currency, now }, signal),
        ),
        context.read((tx) => reports.live(tx, context.organisationId)),
      ]);
      return { ...costs, conformance: summarise(imports) };
    }),
  ],
});
