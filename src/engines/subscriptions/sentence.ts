import type { SentencePart } from '../../shared/subscriptions/quote.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `14 March 2027`, of a day or a moment in UTC. */
const dayIn = (value: string | number | undefined): string => {
  const [year = '', month = '', day = ''] = String(value ?? '')
    .slice(0, 10)
    .split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`;
};

/** A moment to the minute, UTC. */
const momentIn = (value: string | number | undefined): string =>
  `${dayIn(value)} ${String(value ?? '').slice(11, 16)} UTC`;

const seatsIn = (value: string | number | undefined): string =>
  `${value === 0 ? 'no' : value} ${value === 1 ? 'seat' : 'seats'}`;

type Values = SentencePart['values'];
const money = ({ amount, currency }: Values): string => `${amount} ${currency}`;
/** Which product goes on so, where there are several. */
const subject = ({ product }: Values): string => (product === undefined ? '' : `${product} `);
/** A price that was not given for what comes then is said to be the present one. */
const priceThen = (values: Values, each = ''): string =>
  `${money(values)}${each}${values.price === 'present' ? ', at the present price' : ''}`;
/** A credit is said to come back, and what need not be paid to be less: nobody pays a charge below zero. */
const moneyOr = (credit: 'back' | 'less', values: Values): string =>
  String(values.amount).startsWith('-')
    ? `${money({ ...values, amount: String(values.amount).slice(1) })} ${credit}`
    : money(values);
const refunds: Readonly<Record<string, string>> = {
  prorated: 'the days that are left come back',
  full: 'everything paid comes back',
  none: 'nothing comes back',
};

/** What each part says in English. */
const sentences: Readonly<Record<string, (values: Values) => string>> = {
  purchase: ({ seats, product }) => `${seatsIn(seats)} of ${product}`,
  addSeats: ({ seats }) => `${seats} more ${seats === 1 ? 'seat' : 'seats'}`,
  removeSeats: ({ seats }) => `${seats} ${seats === 1 ? 'seat' : 'seats'} fewer`,
  cancel: ({ refund, on }) => `cancelled on ${dayIn(on)}, ${refunds[String(refund)] ?? refund}`,
  upgrade: ({ seats, from, to, termEnd }) =>
    `${seatsIn(seats)} from ${from} to ${to}, whose term ends before ${dayIn(termEnd)}`,
  changeAtRenewal: ({ on }) => `scheduled for the renewal on ${dayIn(on)}, nothing to pay now`,
  autoRenewOn: ({ on }) => `renews by itself on ${dayIn(on)}`,
  autoRenewOff: ({ on }) => `does not renew on ${dayIn(on)}`,
  renew: ({ on }) => `renewal on ${dayIn(on)}`,
  suspend: () => 'suspended: nobody can use it, and the charges go on',
  suspendFree: () => 'suspended: nobody can use it, and no charges are made',
  resume: () => 'in use again; the charges went on meanwhile',
  dueNow: (values) =>
    values.to === undefined
      ? `${moneyOr('back', values)} now`
      : `${moneyOr('back', values)} now, for up to ${dayIn(values.to)}`,
  untilTermEnd: (values) =>
    `${moneyOr('less', values)} in all before the term ends on ${dayIn(values.termEnd)}`,
  reducibleUntil: ({ until }) => `can be reduced until ${momentIn(until)}, then at renewal`,
  cancellableUntil: ({ until, refund }) =>
    `can be cancelled until ${momentIn(until)}, ${refunds[String(refund)] ?? refund}`,
  notCancellable: () => 'cannot be cancelled within the term',
  notReducible: () => 'cannot be reduced within the term',
  deletesScheduledChange: () => 'the change that is scheduled for renewal is deleted',
  earliest: ({ on }) => `possible from ${dayIn(on)}`,
  reduceAtRenewal: () => 'fewer seats from the renewal on are scheduled with "changeAtRenewal"',
  'refused.window-closed': ({ seatsNow }) =>
    seatsNow === undefined
      ? 'not possible any more'
      : `${seatsNow === 0 ? '' : 'only '}${seatsIn(seatsNow)} can be reduced now`,
  'refused.not-cancellable': () => 'the provider does not let it be cancelled',
  'refused.not-for-this-product': () => 'this kind of product does not allow it',
  'refused.all-seats': () => 'the last seats go by cancelling',
  'refused.too-many-seats': () => 'there are fewer seats than that',
  'refused.auto-renew-off': () => 'a scheduled change needs auto-renewal: switch it on first',
  'refused.shorter-term': () => 'a shorter term begins at renewal only',
  'refused.billing-not-offered': () => 'this term is not billed like that',
  'refused.cancelled': () => 'it has been cancelled',
  'refused.no-term': () => 'what is bought once has no term',
  'then.renew': (values) =>
    `${subject(values)}renews on ${dayIn(values.on)} with ${seatsIn(values.seats)}: ${priceThen(values)}`,
  'then.change-at-renewal': (values) =>
    `${subject(values)}renews changed on ${dayIn(values.on)} with ${seatsIn(values.seats)}: ${priceThen(values)}`,
  'then.change-at-renewal.unpriced': (values) =>
    `${subject(values)}renews changed on ${dayIn(values.on)} with ${seatsIn(values.seats)}, at a price that was not given`,
  'then.extended-term': (values) =>
    `${subject(values)}goes on by the month from ${dayIn(values.on)}, dearer: ${priceThen(values, ' a month')}`,
  'then.extended-term.unpriced': (values) =>
    `${subject(values)}goes on by the month from ${dayIn(values.on)}, dearer, at a price that was not given`,
  'then.grace': (values) => `${subject(values)}ends on ${dayIn(values.on)}, usable for some days more`,
  'then.cancel-at-end': (values) => `${subject(values)}ends on ${dayIn(values.on)}`,
};

/** The parts of an explanation as one English sentence. */
export const sentenceOf = (parts: readonly SentencePart[]): string => {
  const text = parts.map(({ says, values }) => sentences[says]?.(values) ?? says).join('; ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
