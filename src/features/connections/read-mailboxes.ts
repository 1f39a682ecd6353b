import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { UserMailbox } from '../../connectors/microsoft/contract.ts';
import { findLandedPage, readLandedSource } from './landed.ts';
import { endSource, isEnded, landPage, type OpenSource, type Reading } from './reading.ts';

const id = z.string().min(1).max(200);
const skusSchema = z.object({
  value: z.array(
    z.object({
      skuId: id,
      servicePlans: z.array(z.object({ servicePlanId: id, servicePlanName: z.string().max(300) })).nullish(),
    }),
  ),
});
const usersSchema = z.object({
  value: z.array(
    z.object({
      id,
      assignedLicenses: z.array(z.object({ skuId: id, disabledPlans: z.array(id).nullish() })).nullish(),
    }),
  ),
});
const landedSchema = z.array(z.object({ id }));

/** Plans that come with a mailbox; FOUNDATION and ARCHIVE plans only add to one (Microsoft, licensing reference). */
const mailboxPlan = /^EXCHANGE_[SLB]_(?!FOUNDATION|ARCHIVE)/;

/** Service plans with a mailbox, by SKU. */
const mailboxPlansBySku = async (reading: Reading): Promise<Map<string, readonly string[]>> => {
  const bySku = new Map<string, readonly string[]>();
  const where = { syncId: reading.syncId, name: 'subscribedSkus' };
  for await (const { body } of readLandedSource(reading.run.read, where)) {
    for (const { skuId, servicePlans } of skusSchema.parse(JSON.parse(body.toString('utf8'))).value) {
      const plans = (servicePlans ?? []).filter(({ servicePlanName }) => mailboxPlan.test(servicePlanName));
      bySku.set(
        skuId,
        plans.map(({ servicePlanId }) => servicePlanId),
      );
    }
  }
  return bySku;
};

const pollMs = 100;

/** The landed pages of users, followed while they come in; from the beginning again where users began again. */
async function* landedUsers(reading: Reading, users: OpenSource): AsyncGenerator<Buffer> {
  let page = -1;
  let { restarts } = users;
  for (;;) {
    if (users.restarts !== restarts) [page, restarts] = [-1, users.restarts];
    // Looked at before the table: what lands between the two is found in the next round.
    const isAll = users.settled;
    const found = await findLandedPage(reading.run.read, users.id, page);
    if (found) {
      yield found.body;
      page = found.page;
    } else if (isAll) return;
    else await sleep(pollMs, undefined, { signal: reading.signal });
  }
}

/** Users with a licence that gives a mailbox, each once, without those that were answered before a crash. */
async function* usersWithMailbox(
  reading: Reading,
  users: OpenSource,
  answered: ReadonlySet<string>,
): AsyncGenerator<string> {
  const plansOf = await mailboxPlansBySku(reading);
  const asked = new Set(answered);
  for await (const body of landedUsers(reading, users)) {
    for (const user of usersSchema.parse(JSON.parse(body.toString('utf8'))).value) {
      const has = (user.assignedLicenses ?? []).some(({ skuId, disabledPlans }) =>
        (plansOf.get(skuId) ?? []).some((plan) => !(disabledPlans ?? []).includes(plan)),
      );
      if (!has || asked.has(user.id)) continue;
      asked.add(user.id);
      yield user.id;
    }
  }
}

const answeredBefore = async (reading: Reading): Promise<Set<string>> => {
  const answered = new Set<string>();
  const where = { syncId: reading.syncId, name: 'mailboxSettings' };
  for await (const { body } of readLandedSource(reading.run.read, where)) {
    for (const landed of landedSchema.parse(JSON.parse(body.toString('utf8')))) answered.add(landed.id);
  }
  return answered;
};

/** As `GET /users/{id}/mailboxSettings` would say it, kept with the user's id. */
const landedForm = ({ userId, purpose }: UserMailbox) => ({
  id: userId,
  mailboxSettings: purpose === null ? null : { userPurpose: purpose },
});

/**
 * Reads what mailboxes are for, one request a user: only of users who have one. Lots are landed as they come; after a
 * crash the users that were answered are left out.
 */
export const readMailboxes = async (reading: Reading, source: OpenSource): Promise<void> => {
  const users = reading.sources.find(({ planned }) => planned.name === 'users');
  if (!users) throw new Error('a sync has users');
  const answered = await answeredBefore(reading);
  let refused = 0;
  const lots = reading.session.reader.mailboxPurposes(usersWithMailbox(reading, users, answered));
  for await (const lot of lots) {
    const known = lot.filter(({ reason }) => reason === null || reason === 'no_mailbox');
    refused += lot.length - known.length;
    const body = Buffer.from(JSON.stringify(known.map(landedForm)));
    const readAt = reading.deps.clock.now();
    await landPage(reading, source, { body, items: known.length, readAt, nextLink: null });
  }
  // Users are still to come in a later try, and mailboxes with them.
  if (!isEnded(users)) return;
  await endSource(
    reading,
    source,
    refused === 0
      ? { state: 'complete' }
      : {
          state: 'partial',
          reason: { code: 'some_refused', detail: `${refused} mailboxes could not be read.` },
        },
  );
};
