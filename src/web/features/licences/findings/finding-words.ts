import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { Finding } from '../../../../shared/licences/audit-result.ts';
import type { Formats } from '../../../ui/format/formats.ts';

const text = z.string();
const texts = z.array(z.string()).catch([]);

/** Names a SKU by its part number or id; the text itself where nobody knows it. */
export type NameSku = (partNumberOrId: string) => string;

/** What to do about a finding, in one sentence; the action's own name where this console knows no words for it. */
export const actionText = (
  action: Finding['action'],
  t: TFunction<'licences'>,
  formats: Formats,
  nameSku: NameSku,
): string => {
  const field = (name: string) => text.safeParse(action[name]).data;
  const seats = field('seats');
  const day = field('date') ?? field('renewalDate');
  const target = field('to') ?? field('addSkuId');
  const removed = texts.parse(action.from).map(nameSku);
  const proposal = field('proposal');
  return t(`action.${action.kind}`, {
    // Only which plural is meant.
    count: Number(seats ?? 0),
    seats: seats === undefined ? '' : formats.quantity(seats).text,
    day: day === undefined ? t('licences:action.someDay') : formats.day(day),
    from: removed.length === 0 ? t('licences:action.presentLicence') : formats.list(removed),
    to: target === undefined ? t('licences:action.cheaperLicence') : nameSku(target),
    errors: texts
      .parse(action.errors)
      .map((error) => t(`assignmentError.${error}`, { defaultValue: error }))
      .join(', '),
    proposal: proposal === undefined ? '' : t(`proposal.${proposal}`, { defaultValue: proposal }),
    defaultValue: action.kind,
  });
};
