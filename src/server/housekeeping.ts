import { forgetExpiredSessions } from '../features/identity/feature.ts';
import { forgetKeptAnswers } from '../platform/http/idempotency.ts';
import { forgetExpiredLimits } from '../platform/http/rate-limits.ts';
import type { ScheduledTask } from '../platform/jobs/worker.ts';
import { listKeyHolders } from '../platform/secrets/key-holders.ts';
import { installationId, type Tenancy } from '../platform/tenancy/tenancy.ts';
import type { Clock } from '../shared/time.ts';

/** How long a repeat of a request is recognised. */
export const keptAnswerMs = 24 * 3_600_000;

/** Every hour, forgets what has served its time: kept answers, sessions and links that ended, used-up limits. */
export const createHousekeeping = (deps: { tenancy: Tenancy; clock: Clock }): ScheduledTask => ({
  name: 'housekeeping',
  cron: '7 * * * *',
  run: async (signal) => {
    const at = deps.clock.now();
    const installation = { organisationId: installationId };
    await deps.tenancy.write(installation, (tx) => forgetExpiredSessions(tx, at));
    await deps.tenancy.write(installation, (tx) => forgetExpiredLimits(tx, at));
    // Kept answers are sealed, so an organisation that has some holds a data key.
    const organisationIds = await deps.tenancy.read(installation, listKeyHolders);
    const before = new Date(at.getTime() - keptAnswerMs);
    for (const organisationId of organisationIds) {
      if (signal.aborted) return;
      await deps.tenancy.write({ organisationId }, (tx) => forgetKeptAnswers(tx, organisationId, before));
    }
  },
});
