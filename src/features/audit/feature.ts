import type { Route } from '../../platform/http/route.ts';
import { auditRoutes } from './routes.ts';

/** The audit log of an organisation, to be read. */
export const createAuditFeature = (): { readonly routes: readonly Route[] } => ({ routes: auditRoutes() });
