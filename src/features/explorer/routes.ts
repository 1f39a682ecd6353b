import { writeCsv } from '../../platform/export/csv.ts';
import { writeXlsx } from '../../platform/export/xlsx.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import * as contract from '../../shared/explorer/contract.ts';
import type { Clock } from '../../shared/time.ts';
import type { CostDesk } from './cost-desk.ts';
import { answerCosts } from './costs.ts';
import { answerCharges, answerResources } from './drill.ts';
import { exportTable, fileNameOf } from './export.ts';
import { answerMovers } from './movers.ts';
import { answerTagKeys, answerValues } from './pickers.ts';

/** Routes of the explorer: every one reads. */
export const explorerRoutes = (deps: { desk: CostDesk; clock: Clock }): Route[] => [
  ...chartRoutes(deps.desk),
  ...listRoutes(deps.desk),
  exportRoute(deps),
];

const chartRoutes = (desk: CostDesk): Route[] => [
  organisationRoute(contract.queryCosts, (context, { query }) =>
    desk.ask(context, 'costs', query, (live, signal) => answerCosts(desk.questions, live, query, signal)),
  ),

  organisationRoute(contract.listMovers, (context, { query }) =>
    desk.ask(context, 'movers', query, (live, signal) => answerMovers(desk.questions, live, query, signal)),
  ),
];

const listRoutes = (desk: CostDesk): Route[] => [
  organisationRoute(contract.listDimensionValues, (context, { query }) =>
    desk.ask(context, 'values', query, (live, signal) => answerValues(desk.questions, live, query, signal)),
  ),

  organisationRoute(contract.listTagKeys, (context, { query }) =>
    desk.ask(context, 'tag-keys', query, (live, signal) =>
      answerTagKeys(desk.questions, live, query, signal),
    ),
  ),

  organisationRoute(contract.listResources, (context, { query }) =>
    desk.ask(context, 'resources', query, (live, signal) =>
      answerResources(desk.questions, live, query, signal),
    ),
  ),

  organisationRoute(contract.listCharges, (context, { query }) =>
    desk.ask(context, 'charges', query, (live, signal) => answerCharges(desk.questions, live, query, signal)),
  ),
];

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const exportRoute = ({ desk, clock }: { desk: CostDesk; clock: Clock }): Route =>
  organisationRoute(contract.exportCosts, async (context, { query }) => {
    const { content, format } = query;
    // Data leaves the product here, so that it is noted although nothing changes.
    await context.change(({ audit }) =>
      audit({ action: 'costs.exported', after: { content, format, from: query.from, to: query.to } }),
    );
    const table = await desk.withLive(context, (live) =>
      exportTable(desk.questions, live, query, context.signal),
    );
    return {
      fileName: fileNameOf(query, clock.now()),
      contentType: contentTypes[format],
      body: format === 'csv' ? writeCsv(table) : writeXlsx(table),
    };
  });
