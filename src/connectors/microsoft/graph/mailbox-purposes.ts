import { z } from 'zod';
import {
  type GraphBatchAnswer,
  type MailboxPurpose,
  mailboxPurposes,
  type UserMailbox,
} from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { refusalOf } from './graph-answer.ts';
import { sendBatches } from './graph-batch.ts';
import type { GraphContext } from './graph-context.ts';

const lotSize = 500;
/**
 * So many refusals, and hardly an answer: the permission is missing, and asking for everybody would be in vain. On
 * behalf of a user, the own mailbox opens and no other.
 */
const refusalsInVain = 60;
const refusalsForEachAnswer = 50;

const purposeSchema = z.looseObject({ value: z.string().max(100) });
const userIdSchema = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);

/** What each user's mailbox is for; one request a user, in batches. Throws `permission_missing`. */
export async function* readMailboxPurposes(
  context: GraphContext,
  userIds: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<readonly UserMailbox[], void> {
  let lot: UserMailbox[] = [];
  let denied = 0;
  let opened = 0;
  for await (const answer of sendBatches(context, requests(context, userIds))) {
    const mailbox = mailboxOf(answer);
    if (mailbox.reason === 'denied') denied += 1;
    else opened += 1;
    if (denied >= Math.max(refusalsInVain, opened * refusalsForEachAnswer)) throw missing();
    lot.push(mailbox);
    if (lot.length >= lotSize) {
      yield lot;
      lot = [];
    }
  }
  if (opened === 0 && denied > 0) throw missing();
  if (lot.length > 0) yield lot;
}

const missing = (): MicrosoftError =>
  new MicrosoftError('permission_missing', {
    detail: 'It is MailboxSettings.Read, of the application.',
    meta: { permission: 'MailboxSettings.Read' },
  });

async function* requests(context: GraphContext, userIds: Iterable<string> | AsyncIterable<string>) {
  let count = 0;
  for await (const userId of userIds) {
    count += 1;
    context.budget.sawUsers(count);
    if (!userIdSchema.safeParse(userId).success) {
      throw new MicrosoftError('malformed_answer', { detail: 'A user has an id that is none.' });
    }
    yield { id: userId, method: 'GET', url: `/users/${userId}/mailboxSettings/userPurpose` } as const;
  }
}

/** Refusals that mean: this user has no mailbox in Exchange Online (Microsoft Graph, Outlook errors). */
const noMailboxCodes =
  /MailboxNotEnabledForRESTAPI|MailboxNotSupportedForRESTAPI|ErrorMailboxNotFound|ErrorInvalidUser|MailboxInactive|ErrorNonExistentMailbox/i;

const mailboxOf = ({ id, status, body }: GraphBatchAnswer): UserMailbox => {
  const without = (reason: UserMailbox['reason']): UserMailbox => ({ userId: id, purpose: null, reason });
  const read = purposeSchema.safeParse(body);
  if (status === 200)
    return read.success
      ? { userId: id, purpose: purposeOf(read.data.value), reason: null }
      : without('unavailable');
  const { code } = refusalOf(body);
  if (status === 404 || noMailboxCodes.test(code)) return without('no_mailbox');
  return without(status === 401 || status === 403 ? 'denied' : 'unavailable');
};

const purposeOf = (text: string): MailboxPurpose =>
  mailboxPurposes.find((purpose) => purpose === text.toLowerCase()) ?? 'unknown';
