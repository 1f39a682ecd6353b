import { type NewId, newId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import type { Endpoints } from '../clouds.ts';
import type { GraphEvent, GraphReader, TokenSource } from '../contract.ts';
import { createEgress, type Egress } from '../egress.ts';
import type { TenantBudget } from '../throttle/tenant-budget.ts';
import { type Random, type Sleep, systemSleep } from '../wait.ts';
import { sendBatches } from './graph-batch.ts';
import { defaultLimits, type GraphContext, type GraphLimits } from './graph-context.ts';
import { readPages } from './graph-pages.ts';
import { readReport, readReportSettings } from './graph-reports.ts';
import { readMailboxPurposes } from './mailbox-purposes.ts';

export interface GraphReaderOptions {
  readonly endpoints: Endpoints;
  readonly tokenSource: TokenSource;
  /** Of the tenant and application, from `createBudgetRegistry`: shared by everybody who reads that tenant. */
  readonly bucket: TenantBudget;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly random?: Random;
  readonly newId?: NewId;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: GraphEvent) => void;
  readonly limits?: Partial<GraphLimits>;
  /** The way out; made from the endpoints where not given, and then closed by `close`. */
  readonly egress?: Egress;
}

export interface OpenGraphReader extends GraphReader {
  close(): Promise<void>;
}

/** Reads one tenant through Microsoft Graph v1.0; changes nothing there. */
export const createGraphReader = (options: GraphReaderOptions): OpenGraphReader => {
  const egress = options.egress ?? createEgress({ endpoints: options.endpoints });
  const context: GraphContext = {
    endpoints: options.endpoints,
    egress,
    tokenSource: options.tokenSource,
    budget: options.bucket,
    clock: options.clock,
    sleep: options.sleep ?? systemSleep,
    random: options.random ?? Math.random,
    newId: options.newId ?? newId,
    limits: { ...defaultLimits, ...options.limits },
    signal: options.signal,
    onEvent: options.onEvent ?? (() => undefined),
  };
  return {
    pages: (source, { resumeAt } = {}) => readPages(context, source, resumeAt),
    batch: (requests) => sendBatches(context, requests),
    mailboxPurposes: (userIds) => readMailboxPurposes(context, userIds),
    report: (name, period) => readReport(context, name, period),
    reportSettings: () => readReportSettings(context),
    close: async () => {
      if (options.egress === undefined) await egress.close();
    },
  };
};
